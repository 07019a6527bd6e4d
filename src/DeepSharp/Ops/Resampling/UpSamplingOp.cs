using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>As many values along each axis as there are, times a factor.</summary>
internal sealed class UpSamplingOp(AxisSizes size, Interpolation interpolation) : ResampleOp
{
    public override string Name => $"UpSampling{size.Count}D";

    /// <summary>The factor of each axis.</summary>
    public AxisSizes Size => size;

    /// <summary>How values between are made.</summary>
    public Interpolation Interpolation => interpolation;

    public override int Axes => size.Count;

    protected override int Length(int axis, int input) => input == Shape.Any ? Shape.Any : Shape.LengthOf((long)input * size[axis]);

    protected override AxisTaps Taps(int axis, Shape input)
    {
        int length = input[axis + 1], output = length * size[axis];
        return AxisTaps.Create(length, output, new ResizeRule(interpolation.Method, false, length, output, 0, length, 0f));
    }
}
