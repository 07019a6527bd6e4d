using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// The mean of each channel over all steps, pixels or voxels: (batch, ..., channels) to (batch, channels), or
/// (batch, 1, ..., channels).
/// </summary>
internal sealed class GlobalAveragePoolOp : Op
{
    private static readonly GlobalAveragePoolOp[] s_dropDims = [new(1, false), new(2, false), new(3, false)];
    private static readonly GlobalAveragePoolOp[] s_keepDims = [new(1, true), new(2, true), new(3, true)];

    private GlobalAveragePoolOp(int axes, bool keepDims) => (Axes, KeepDims) = (axes, keepDims);

    /// <summary>Axes between batch and channels.</summary>
    public int Axes { get; }

    /// <summary>Whether they stay, with length 1.</summary>
    public bool KeepDims { get; }

    public override string Name => $"GlobalAveragePool{Axes}D";

    public override bool IsLinearIn(int index) => true;

    /// <summary>The op for inputs with so many axes between batch and channels, which it keeps with length 1, or drops.</summary>
    public static GlobalAveragePoolOp For(int axes, bool keepDims) => (keepDims ? s_keepDims : s_dropDims)[axes - 1];

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => InferShape(inputs[0]);

    /// <summary>The shape of the output; unknown lengths stay unknown.</summary>
    /// <exception cref="ShapeException">The input has other axes, or samples that hold nothing.</exception>
    public Shape InferShape(Shape input) => SpatialInput.GlobalShape(input, Axes, KeepDims);

    public override void Forward(Node node)
    {
        Shape x = node.InputShape(0);
        GlobalAverageKernels.Forward(node.Input(0), node.OutputSpan, x[0], x[1..^1].Size, x[^1]);
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        Shape x = node.InputShape(0);
        Span<float> dx = node.InputGradient(0, out bool accumulate);
        GlobalAverageKernels.Backward(node.OutputGradient, dx, x[0], x[1..^1].Size, x[^1], accumulate);
    }
}
