using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

public class ClassWeightTests
{
    private static readonly Dictionary<int, float> s_tenfold = new() { [0] = 1, [1] = 10 };

    [Fact]
    public void A_run_keeps_the_weights_that_it_was_given()
    {
        var weights = new ClassWeight { [0] = 1 };
        Sequential model = SmallModels.Factor(0f);
        model.Compile(new SGD(0), "mse");
        Batch batch = (new float[,] { { 1 }, { 1 } }, new float[] { 0, 1 });
        var changing = new DeepSharp.Callbacks.LambdaCallback(onTrainBatchEnd: (_, _) => weights[1] = 100);
        History history = model.Fit([batch, batch], epochs: 2, verbose: 0, classWeight: weights, callbacks: [changing]);
        Assert.Equal([0.5, 0.5], history["loss"]);
    }

    // Even predictions: each step costs log 2. Of the weights 1, 1, 10 the mean is 4.
    [Theory]
    [InlineData("labels")]
    [InlineData("column")]
    [InlineData("rows")]
    public void Each_step_of_a_sequence_counts_by_its_class(string kind)
    {
        Sequential model = Even(2, "softmax");
        model.Compile(new SGD(0), kind == "rows" ? "categorical_crossentropy" : "sparse_categorical_crossentropy");
        Tensor y = kind switch
        {
            "labels" => Tensor.From([0, 0, 1, 0, 0, 1], [2, 3]),
            "column" => Tensor.From([0, 0, 1, 0, 0, 1], [2, 3, 1]),
            _ => Tensor.OneHot([0, 0, 1, 0, 0, 1], 2).Reshape([2, 3, 2]),
        };
        Assert.Equal(4 * Math.Log(2), model.TrainOnBatch(Tensor.Zeros([2, 3, 1]), y, classWeight: s_tenfold)["loss"], 1e-5);
    }

    [Fact]
    public void Yes_or_no_in_each_step_does_too()
    {
        Sequential model = Even(1, "sigmoid");
        model.Compile(new SGD(0), "binary_crossentropy");
        Tensor y = Tensor.From([0, 0, 1, 0, 0, 1], [2, 3, 1]);
        Assert.Equal(4 * Math.Log(2), model.TrainOnBatch(Tensor.Zeros([2, 3, 1]), y, classWeight: s_tenfold)["loss"], 1e-5);
    }

    // One row a sample is one class, however many values it has.
    [Fact]
    public void Whole_samples_count_by_theirs()
    {
        Assert.Equal([1f, 10f, 1f], Weights(Tensor.From([0, 1, 2]), [Shape.Any, 3]));
        Assert.Equal([1f, 10f, 1f], Weights(Tensor.OneHot([0, 1, 2], 3), [Shape.Any, 3]));
        Assert.Equal([10f, 1f], Weights(Tensor.From([1, 0], [2, 1]), [Shape.Any, 1]));
    }

    [Fact]
    public void Rounding_does_not_change_a_class()
    {
        Assert.Equal([10f, 10f, 1f], Weights(Tensor.From([0.99999994f, 1.000001f, -1e-7f]), [Shape.Any, 2]));
        Assert.Equal([10f], Weights(Tensor.From([1e-7f, 0.9999999f], [1, 2]), [Shape.Any, 2]));
    }

    [Theory]
    [InlineData(new[] { 0.9f, 0.1f }, "the row [0.9, 0.1]")]
    [InlineData(new[] { 1f, 1f }, "the row [1, 1]")]
    [InlineData(new[] { 0f, 0f }, "the row [0, 0]")]
    [InlineData(new[] { 0f, 3f }, "the row [0, 3]")]
    public void A_row_that_names_no_class_is_refused(float[] row, string text)
    {
        var exception = Assert.Throws<ArgumentException>(() => Weights(Tensor.From([0, 1, .. row], [2, 2]), [Shape.Any, 2]));
        Assert.Equal(
            "Fit: expected labels, which are whole numbers, or one-hot rows for classWeight, but sample 1 of y, of shape (2, 2), has " +
            $"{text}. Use sampleWeight, which takes a weight for each sample.",
            exception.Message);
    }

    [Fact]
    public void A_label_that_is_no_whole_number_is_refused() => Assert.Contains(
        "but sample 2 of y, of shape (3,), has 0.5. Use sampleWeight",
        Assert.Throws<ArgumentException>(() => Weights(Tensor.From([0, 1, 0.5f]), [Shape.Any, 1])).Message, StringComparison.Ordinal);

    [Fact]
    public void What_a_mask_may_leave_out_need_be_no_class() =>
        Assert.Equal([1f, 10f, 1f], Weights(Tensor.From([0, 1, float.NaN], [1, 3]), [Shape.Any, 3, 2]));

    [Theory]
    [InlineData(new[] { 2f, 3f }, new[] { 2f, 20f, 3f, 3f })]
    [InlineData(new[] { 2f, 3f, 5f, 7f }, new[] { 2f, 30f, 5f, 7f })]
    public void Weights_of_samples_or_of_steps_are_multiplied(float[] given, float[] want)
    {
        Tensor weights = given.Length == 2 ? Tensor.From(given) : Tensor.From(given, [2, 2]);
        Assert.Equal(want, Weights(Tensor.From([0, 1, 0, 0], [2, 2]), [Shape.Any, 2, 2], weights));
    }

    [Fact]
    public void Weights_of_steps_go_with_classes_of_samples() =>
        Assert.Equal([20f, 30f, 5f, 7f], Weights(Tensor.From([1, 0]), [Shape.Any, 2], Tensor.From([2, 3, 5, 7], [2, 2])));

    private static float[] Weights(Tensor y, Shape prediction, Tensor? given = null)
    {
        DataArray?[] weights = [given is null ? null : (DataArray)given];
        ClassWeights.Multiply("Fit", [y], weights, s_tenfold, prediction, new ClassWeightRoom());
        return weights[0]!.ToArray();
    }

    private static Sequential Even(int units, string activation) =>
        new([new Dense(units, activation, kernelInitializer: "zeros")], "even", new Input([3, 1]));
}
