using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// The spectrum of complex values along the last axis, or the values of a spectrum. Inputs: real and imaginary parts of one shape. Output:
/// (2, ...), the real parts and then the imaginary ones.
/// </summary>
/// <param name="isInverse">Whether the exponents are positive.</param>
/// <param name="isScaled">Whether the sums are divided by their number.</param>
internal sealed class FourierOp(bool isInverse, bool isScaled) : Op
{
    public static FourierOp Forwards { get; } = new(isInverse: false, isScaled: false);

    public static FourierOp Inverse { get; } = new(isInverse: true, isScaled: true);

    public override string Name => isInverse ? "Ifft" : "Fft";

    /// <summary>Whether the exponents are positive.</summary>
    public bool IsInverse => isInverse;

    /// <summary>Whether the sums are divided by their number.</summary>
    public bool IsScaled => isScaled;

    public override bool KeepsOutputGradient => true;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        if (inputs[0] != inputs[1])
        {
            throw new ShapeException($"expected real and imaginary parts of one shape but got {inputs[0]} and {inputs[1]}.");
        }

        if (inputs[0].Rank == 0 || inputs[0][^1] == 0)
        {
            throw new ShapeException($"expected at least one value along the last axis but got {inputs[0]}.");
        }

        return inputs[0].Prepend(2);
    }

    public override void Forward(Node node)
    {
        Span<float> y = node.OutputSpan;
        int half = y.Length / 2, length = node.InputShape(0)[^1];
        FourierKernels.Complex(node.Input(0), node.Input(1), y[..half], y[half..], length, isInverse, Scale(length), accumulate: false);
    }

    // The transposed map: the exponents have the other sign.
    public override void Backward(Node node)
    {
        ReadOnlySpan<float> dy = node.OutputGradient;
        int half = dy.Length / 2, length = node.InputShape(0)[^1];
        for (int part = 0; part < 2; part++)
        {
            if (!node.Needs(part)) continue;
            Span<float> dx = node.InputGradient(part);
            FourierKernels.Complex(
                dy[..half], dy[half..], part == 0 ? dx : [], part == 1 ? dx : [], length, !isInverse, Scale(length), accumulate: true);
        }
    }

    public override Tensor GradientOps(int index, ReadOnlySpan<Tensor> inputs, Tensor output, Tensor gradient)
    {
        Tensor[] parts = Ops.Unstack(gradient);
        return Ops.Unstack(Tape.Run(new FourierOp(!isInverse, isScaled), parts[0], parts[1]))[index];
    }

    private double Scale(int length) => isScaled ? 1.0 / length : 1;
}
