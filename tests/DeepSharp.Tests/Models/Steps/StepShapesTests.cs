using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

/// <summary>Losses are tried out before the first step: what a custom loss throws then is for who wrote it to see.</summary>
public class StepShapesTests
{
    [Theory]
    [InlineData("Fit")]
    [InlineData("Evaluate")]
    [InlineData("TrainOnBatch")]
    [InlineData("TestOnBatch")]
    [InlineData("stream")]
    public void What_a_loss_of_ones_own_throws_is_seen_before_anything_changes(string method)
    {
        var loss = new Once();
        var model = new Sequential([new Dense(3, name: "d"), new BatchNormalization(name: "b")], "throwing", new Input([2]));
        model.Compile(new SGD(0.1f), loss);
        float[] before = SmallModels.WeightsOf(model);
        Tensor x = Tensor.From([1, 2, 3, 4], [2, 2]), y = Tensor.Ones([2, 3]);
        Action call = method switch
        {
            "Fit" => () => model.Fit(x, y, verbose: Verbosity.Silent),
            "Evaluate" => () => model.Evaluate(x, y, verbose: Verbosity.Silent),
            "TrainOnBatch" => () => model.TrainOnBatch(x, y),
            "TestOnBatch" => () => model.TestOnBatch(x, y),
            _ => () => model.Fit([new Batch(x, y)], verbose: Verbosity.Silent),
        };
        Assert.Equal("the first time", Assert.Throws<TimeoutException>(call).Message);
        TestData.AssertSameBits(before, SmallModels.WeightsOf(model), method);
        call();
    }

    // Real targets, and for the predictions shares of one: what a loss may ask of both holds.
    [Fact]
    public void A_loss_of_ones_own_that_refuses_zeros_can_be_trained_with()
    {
        var model = new Sequential([new Dense(4, activation: "softmax")], "shares", new Input([2]));
        model.Compile("sgd", new Picky());
        Tensor x = Tensor.Ones([3, 2]), y = Tensor.Full([3, 4], 7);
        model.Fit(x, y, verbose: Verbosity.Silent);
        model.TrainOnBatch(x[..2], y[..2]);
        model.Fit([new Batch(x, y)], verbose: Verbosity.Silent);
    }

    private sealed record Once() : Loss("once", Reduction.SumOverBatchSize)
    {
        private int _calls;

        public override string ClassName => "Once";

        public override Tensor PerSample(Tensor target, Tensor prediction) =>
            _calls++ == 0
                ? throw new TimeoutException("the first time")
                : DeepSharp.Ops.Mean(DeepSharp.Ops.Square(target - prediction), axis: -1);
    }

    private sealed record Picky() : Loss("picky", Reduction.SumOverBatchSize)
    {
        public override string ClassName => "Picky";

        public override Tensor PerSample(Tensor target, Tensor prediction)
        {
            if (target.Min().Item() < 7) throw new ArgumentException("targets of 7 or more");
            if (prediction.Min().Item() <= 0 || Math.Abs(prediction.Sum().Item() - prediction.Shape[0]) > 1e-3)
            {
                throw new ArgumentException("shares");
            }

            return DeepSharp.Ops.Mean(DeepSharp.Ops.Square(target - prediction), axis: -1);
        }
    }
}
