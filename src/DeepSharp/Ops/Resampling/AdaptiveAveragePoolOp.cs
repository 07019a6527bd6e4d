using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>Means of as many windows along each axis as are asked for, which together cover it.</summary>
internal sealed class AdaptiveAveragePoolOp(AxisSizes outputSize) : ResampleOp
{
    public override string Name => $"AdaptiveAveragePool{outputSize.Count}D";

    /// <summary>Windows along each axis.</summary>
    public AxisSizes OutputSize => outputSize;

    public override int Axes => outputSize.Count;

    protected override int Length(int axis, int input) => outputSize[axis];

    protected override AxisTaps Taps(int axis, Shape input)
    {
        var windows = new AdaptiveAxis(input[axis + 1], outputSize[axis]);
        return AxisTaps.Create(windows.Input, windows.Output, new MeanRule(windows));
    }
}
