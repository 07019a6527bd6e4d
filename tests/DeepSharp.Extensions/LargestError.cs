using DeepSharp;

namespace SidePackage;

/// <summary>A metric that says how two of it become one.</summary>
public sealed class LargestError() : Metric("largest_error")
{
    private float _largest;
    private long _batches;

    public override double Result => _largest;

    public long Batches => _batches;

    public override void Update(Tensor target, Tensor prediction, Tensor? sampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        _largest = Math.Max(_largest, (target - prediction).Abs().Max().Item());
        _batches++;
    }

    public override void Reset() => (_largest, _batches) = (0, 0);

    protected override void KeepState(MetricState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Keep(ref _largest, Math.Max);
        state.Keep(ref _batches);
    }
}
