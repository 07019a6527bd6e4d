using DeepSharp.Layers;
using DeepSharp.Tests.Models;
using DeepSharp.Tests.Serialization;

namespace DeepSharp.Tests.Optimizers;

public class AdafactorTests
{
    [Fact]
    public void Matrices_have_means_for_rows_and_columns()
    {
        Variable kernel = new(Tensor.Ones([3, 4, 5]), "kernel"), bias = new(Tensor.Ones([5]), "bias");
        var optimizer = new Adafactor();
        optimizer.Build([kernel, bias]);
        Assert.Equal(
            ["row (3, 4)", "column (3, 5)", "velocity (3, 4, 5)"], optimizer.SlotsOf(kernel).Select(slot => $"{slot.Name} {slot.Shape}"));
        Assert.Equal(["row ()", "column ()", "velocity (5,)"], optimizer.SlotsOf(bias).Select(slot => $"{slot.Name} {slot.Shape}"));
    }

    // s = 4, so u = 2/2 = 1; the size of the weight is 1, and 1/√1 is above the rate.
    [Fact]
    public void The_first_step_is_the_rate_times_the_size_of_the_weight()
    {
        Variable w = OptimizerRun.One();
        new Adafactor(0.25f).Apply([w], [Tensor.From([2f])]);
        Assert.Equal(0.75f, w.Value.Item(), 1e-6f);
    }

    [Fact]
    public void Training_goes_on_the_same_after_a_file()
    {
        (Tensor x, Tensor y) = SmallModels.Points(16);
        foreach (Optimizer optimizer in (Optimizer[])[new Adafactor(0.1f), new Lamb(0.1f)])
        {
            var model = new Sequential([new Dense(8, "relu"), new Dense(3, "softmax")], "m", new Input([4]));
            model.Compile(optimizer, "sparse_categorical_crossentropy");
            for (int step = 0; step < 3; step++) model.TrainOnBatch(x, y);
            Sequential copy = SavedModel.Copy(model);
            model.TrainOnBatch(x, y);
            copy.TrainOnBatch(x, y);
            TestData.AssertSameBits(SmallModels.WeightsOf(model), SmallModels.WeightsOf(copy), "weights");
        }
    }

    [Fact]
    public void Parameters_out_of_range_are_refused()
    {
        Check(() => new Adafactor(beta2Decay: 0.5f), "Adafactor: expected a beta2Decay of 0 or less but got 0.5.");
        Check(() => new Adafactor(epsilon1: 0f), "Adafactor: expected an epsilon1 above 0 but got 0.");
        Check(() => new Adafactor(clipThreshold: -1f), "Adafactor: expected a clipThreshold above 0 but got -1.");
        Check(() => new Lamb(beta1: 1f), "Lamb: expected a beta1 from 0 to below 1 but got 1.");

        static void Check(Func<object> create, string message) =>
            Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(create).Message, StringComparison.Ordinal);
    }
}
