using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// Real values along the last axis from the first half of their spectrum, without a factor 1/n. Inputs: real and imaginary parts, (..., n/2
/// + 1). Output: (..., n).
/// </summary>
internal sealed class RealInverseOp(int length, double ends, double between) : Op
{
    public override string Name => "Irfft";

    /// <summary>n.</summary>
    public int Length => length;

    /// <summary>What the first value is multiplied by, and the middle one of an even length.</summary>
    public double Ends => ends;

    /// <summary>What the others are multiplied by.</summary>
    public double Between => between;

    public override bool KeepsOutputGradient => true;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        if (inputs[0] != inputs[1])
        {
            throw new ShapeException($"expected real and imaginary parts of one shape but got {inputs[0]} and {inputs[1]}.");
        }

        if (length < 1 || inputs[0].Rank == 0 || inputs[0][^1] != length / 2 + 1)
        {
            throw new ShapeException($"expected {length / 2 + 1} values along the last axis for a length of {length} but got {inputs[0]}.");
        }

        return inputs[0].WithLast(length);
    }

    public override void Forward(Node node) =>
        FourierKernels.RealInverse(node.Input(0), node.Input(1), node.OutputSpan, length, ends, between, accumulate: false);

    public override void Backward(Node node)
    {
        for (int part = 0; part < 2; part++)
        {
            if (!node.Needs(part)) continue;
            Span<float> dx = node.InputGradient(part);
            FourierKernels.RealForward(node.OutputGradient, part == 0 ? dx : [], part == 1 ? dx : [], length, ends, 2 * between,
                accumulate: true);
        }
    }

    public override Tensor GradientOps(int index, ReadOnlySpan<Tensor> inputs, Tensor output, Tensor gradient) =>
        Ops.Unstack(Tape.Run(new RealFourierOp(ends, 2 * between), gradient))[index];
}
