using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// The first half of the spectrum of real values along the last axis, (..., n) to (2, ..., n/2 + 1), real parts and then imaginary ones.
/// What lies between the ends may have another scale: the gradient of the inverse has.
/// </summary>
internal sealed class RealFourierOp(double ends = 1, double between = 1) : Op
{
    public static RealFourierOp Plain { get; } = new();

    public override string Name => "Rfft";

    /// <summary>What the first value is multiplied by, and the middle one of an even length.</summary>
    public double Ends => ends;

    /// <summary>What the others are multiplied by.</summary>
    public double Between => between;

    public override bool KeepsOutputGradient => true;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => inputs[0].Rank > 0 && inputs[0][^1] > 0
        ? inputs[0].WithLast(inputs[0][^1] / 2 + 1).Prepend(2)
        : throw new ShapeException($"expected at least one value along the last axis but got {inputs[0]}.");

    public override void Forward(Node node)
    {
        Span<float> y = node.OutputSpan;
        int half = y.Length / 2;
        FourierKernels.RealForward(node.Input(0), y[..half], y[half..], node.InputShape(0)[^1], ends, between, accumulate: false);
    }

    // The transposed map counts each value once, where the inverse counts it and its mirror image.
    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        ReadOnlySpan<float> dy = node.OutputGradient;
        int half = dy.Length / 2;
        FourierKernels.RealInverse(
            dy[..half], dy[half..], node.InputGradient(0), node.InputShape(0)[^1], ends, between / 2, accumulate: true);
    }

    public override Tensor GradientOps(int index, ReadOnlySpan<Tensor> inputs, Tensor output, Tensor gradient)
    {
        Tensor[] parts = Ops.Unstack(gradient);
        return Tape.Run(new RealInverseOp(inputs[0].Shape[^1], ends, between / 2), parts[0], parts[1]);
    }
}
