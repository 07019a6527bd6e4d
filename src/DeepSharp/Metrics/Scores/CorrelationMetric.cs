using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>The mean of how targets and predictions go together along an axis.</summary>
internal abstract class CorrelationMetric(string name, int axis) : ValueMetric(name)
{
    private protected static readonly SumOp s_mean = new([-1], keepDims: false, isMean: true);
    private protected static readonly SumOp s_keptMean = new([-1], keepDims: true, isMean: true);

    public sealed override bool? LargerIsBetter => true;

    protected sealed override Tensor Values(Tensor target, Tensor prediction)
    {
        LossShapes.Elementwise(target.Shape, prediction.Shape);
        return Correlation(LossAxis.ToLast(target, axis), LossAxis.ToLast(prediction, axis));
    }

    /// <summary>Along the last axis.</summary>
    protected abstract Tensor Correlation(Tensor target, Tensor prediction);

    private protected static Tensor Centered(Tensor x) => x - Tape.Run(s_keptMean, x);

    protected sealed override void WriteConfig(JsonObject config) => config["axis"] = axis;
}
