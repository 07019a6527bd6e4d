using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// The maximum of each channel over all pixels: (batch, height, width, channels) to (batch, channels), or (batch, 1, 1, channels). Equal
/// maxima share the gradient.
/// </summary>
internal sealed class GlobalMaxPool2DOp : Op
{
    private static readonly GlobalMaxPool2DOp s_dropDims = new(false);
    private static readonly GlobalMaxPool2DOp s_keepDims = new(true);

    private readonly bool _keepDims;

    private GlobalMaxPool2DOp(bool keepDims) => _keepDims = keepDims;

    public override string Name => "GlobalMaxPool2D";

    public override bool KeepsOutputGradient => true;

    /// <summary>The op that keeps the pixel axes with length 1, or drops them.</summary>
    public static GlobalMaxPool2DOp For(bool keepDims) => keepDims ? s_keepDims : s_dropDims;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => InferShape(inputs[0]);

    /// <summary>The shape of the output; unknown lengths stay unknown.</summary>
    /// <exception cref="ShapeException">The input is no batch of images, or they have no pixels.</exception>
    public Shape InferShape(Shape input)
    {
        Window2D.RequireImages(input);
        if (input[1] == 0 || input[2] == 0) throw new ShapeException($"expected images of at least one pixel but got {input}.");
        return _keepDims ? [input[0], 1, 1, input[3]] : [input[0], input[3]];
    }

    public override void Forward(Node node)
    {
        Shape x = node.InputShape(0);
        ReductionKernels.Max(node.Input(0), x[0], x[1] * x[2], x[3], node.OutputSpan);
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        Shape x = node.InputShape(0);
        Span<float> dx = node.InputGradient(0, out bool accumulate);
        GlobalMaxKernels.Backward(node.Input(0), node.OutputSpan, node.OutputGradient, dx, x[0], x[1] * x[2], x[3], accumulate);
    }
}
