using System.Text.Json.Nodes;
using DeepSharp;

namespace Published;

/// <summary>Custom kinds, as a program makes them known to the reader of files.</summary>
internal static class Kinds
{
    public static void Register()
    {
        ModelFile.Register("Published>Scale", config => new Scale((int)config["units"]!));
        ModelFile.Register("Published>Cube", _ => new Cube());
        ModelFile.Register("Published>Quartic", _ => new Quartic());
        ModelFile.Register("Published>Bias", _ => new Bias());
        ModelFile.Register("Published>Signs", config => new Signs((double)config["learning_rate"]!));
        ModelFile.Register("Published>Halves", _ => new Halves());
    }
}

internal sealed class Scale(int units) : Layer
{
    private Variable? _gain;

    public override string ClassName => "Published>Scale";

    public override Shape ComputeOutputShape(Shape input) => input;

    protected override void OnBuild(Shape input) => _gain = AddWeight("gain", [units], "ones");

    protected override Tensor Call(Tensor input, bool training) => input * _gain!.Value;

    protected override void WriteConfig(JsonObject config) => config["units"] = units;
}

internal sealed record Cube : Activation
{
    public override string Name => "Published>Cube";

    public override Tensor Apply(Tensor x) => x * x * x;
}

internal sealed record Quartic() : Loss("quartic", Reduction.SumOverBatchSize)
{
    public override string ClassName => "Published>Quartic";

    public override Tensor PerSample(Tensor target, Tensor prediction) => Ops.Mean(Ops.Power(target - prediction, 4), axis: -1);
}

internal sealed class Bias() : Metric("bias")
{
    private double _sum;
    private long _count;

    public override string ClassName => "Published>Bias";

    public override double Result => _count == 0 ? 0 : _sum / _count;

    public override void Update(Tensor target, Tensor prediction, Tensor? sampleWeight = null)
    {
        _sum += (prediction - target).Sum().Item();
        _count += target.Size;
    }

    public override void Reset() => (_sum, _count) = (0, 0);

    protected override void KeepState(MetricState state)
    {
        state.Keep(ref _sum);
        state.Keep(ref _count);
    }
}

internal sealed class Signs(LearningRate learningRate) : Optimizer(learningRate)
{
    public override string ClassName => "Published>Signs";

    protected override void Update(Span<float> weight, ReadOnlySpan<float> gradient, Slots slots, OptimizerStep step)
    {
        for (int i = 0; i < weight.Length; i++) weight[i] -= step.LearningRate * MathF.Sign(gradient[i]);
    }
}

internal sealed record Halves : LearningRateSchedule
{
    public override string ClassName => "Published>Halves";

    public override double At(long step) => 0.01 / (1 << (int)Math.Min(step / 4, 20));
}
