using System.Numerics.Tensors;
using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>The state times the mask of one gate: (batch, units) and (gates·batch, units).</summary>
internal sealed class GateMaskOp(int gate) : Op
{
    public override string Name => "GateMask";

    public override bool KeepsOutputGradient => true;

    /// <summary>Which gate.</summary>
    public int Gate => gate;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        (Shape state, Shape masks) = (inputs[0], inputs[1]);
        if (state.Rank == 2 && masks.Rank == 2 && masks[1] == state[1] && masks[0] >= (gate + 1) * state[0]) return state;
        throw new ShapeException($"expected masks (gates·batch, units) for a state {state} and gate {gate} but got {masks}.");
    }

    public override void Forward(Node node)
    {
        TensorPrimitives.Multiply(node.Input(0), Mask(node), node.OutputSpan);
        VanishingKernels.Drop(node.OutputSpan);
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        Span<float> dx = node.InputGradient(0, out bool accumulate);
        if (accumulate) TensorPrimitives.MultiplyAddEstimate(node.OutputGradient, Mask(node), dx, dx);
        else TensorPrimitives.Multiply(node.OutputGradient, Mask(node), dx);
        VanishingKernels.Drop(dx);
    }

    public override Tensor? GradientOps(int index, ReadOnlySpan<Tensor> inputs, Tensor output, Tensor gradient)
    {
        int rows = inputs[0].Shape[0];
        return index == 0 ? gradient * Tape.Run(new SliceOp(gate * rows, rows), inputs[1]) : null;
    }

    private ReadOnlySpan<float> Mask(Node node)
    {
        int length = node.Output.Size;
        return node.Input(1).Slice(gate * length, length);
    }
}
