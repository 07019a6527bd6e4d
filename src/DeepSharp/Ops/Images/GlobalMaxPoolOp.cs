using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// The maximum of each channel over all steps, pixels or voxels: (batch, ..., channels) to (batch, channels), or
/// (batch, 1, ..., channels). Equal maxima share the gradient.
/// </summary>
internal sealed class GlobalMaxPoolOp : Op
{
    private static readonly GlobalMaxPoolOp[] s_dropDims = [new(1, false), new(2, false), new(3, false)];
    private static readonly GlobalMaxPoolOp[] s_keepDims = [new(1, true), new(2, true), new(3, true)];

    private GlobalMaxPoolOp(int axes, bool keepDims) => (Axes, KeepDims) = (axes, keepDims);

    /// <summary>Axes between batch and channels.</summary>
    public int Axes { get; }

    /// <summary>Whether they stay, with length 1.</summary>
    public bool KeepDims { get; }

    public override string Name => $"GlobalMaxPool{Axes}D";

    public override bool KeepsOutputGradient => true;

    /// <summary>The op for inputs with so many axes between batch and channels, which it keeps with length 1, or drops.</summary>
    public static GlobalMaxPoolOp For(int axes, bool keepDims) => (keepDims ? s_keepDims : s_dropDims)[axes - 1];

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => InferShape(inputs[0]);

    /// <summary>The shape of the output; unknown lengths stay unknown.</summary>
    /// <exception cref="ShapeException">The input has other axes, or samples that hold nothing.</exception>
    public Shape InferShape(Shape input) => SpatialInput.GlobalShape(input, Axes, KeepDims);

    public override void Forward(Node node)
    {
        Shape x = node.InputShape(0);
        ReductionKernels.Max(node.Input(0), x[0], x[1..^1].Size, x[^1], node.OutputSpan);
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        Shape x = node.InputShape(0);
        Span<float> dx = node.InputGradient(0, out bool accumulate);
        GlobalMaxKernels.Backward(node.Input(0), node.OutputSpan, node.OutputGradient, dx, x[0], x[1..^1].Size, x[^1], accumulate);
    }

    // Each value of the input has a part in one output: what chooses counts as a constant.
    public override Tensor GradientOps(Node node, int index, Tensor gradient) =>
        gradient.Reshape(SpatialInput.GlobalShape(node.InputShape(0), Axes, keepDims: true)) * FirstGradients.OfOnes(node, 0);
}
