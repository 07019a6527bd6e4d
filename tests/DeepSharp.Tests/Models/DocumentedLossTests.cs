namespace DeepSharp.Tests.Models;

/// <summary>The loss of docs/training.md.</summary>
public class DocumentedLossTests
{
    [Fact]
    public void A_loss_of_ones_own_trains()
    {
        Sequential model = SmallModels.Factor();
        model.Compile(new SGD(0.001), new Quartic());
        Tensor x = Tensor.From([1, 2], [2, 1]), y = Tensor.From([2, 2], [2, 1]);
        Assert.Equal(0.5, model.Evaluate(x, y, verbose: Verbosity.Silent).Loss, 1e-6);

        // The mean over both of 4·(prediction − y)³·x is −2.
        model.TrainOnBatch(x, y);
        Assert.Equal(1.002f, SmallModels.WeightsOf(model)[0], 1e-6f);
    }

    private sealed record Quartic() : Loss("quartic", Reduction.SumOverBatchSize)
    {
        public override string ClassName => "Quartic";

        public override Tensor PerSample(Tensor target, Tensor prediction) =>
            DeepSharp.Ops.Mean(DeepSharp.Ops.Power(target - prediction, 4), axis: -1);
    }
}
