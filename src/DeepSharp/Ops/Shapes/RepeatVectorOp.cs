using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>Every row several times: (batch, features) to (batch, count, features).</summary>
internal sealed class RepeatVectorOp(int count) : Op
{
    public override string Name => "RepeatVector";

    public override bool IsLinearIn(int index) => true;

    /// <summary>How many.</summary>
    public int Count => count;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => InferShape(inputs[0]);

    /// <summary>The shape of the output; unknown lengths stay unknown.</summary>
    /// <exception cref="ShapeException">The input is not (batch, features).</exception>
    public Shape InferShape(Shape input)
    {
        if (input.Rank == 2) return [input[0], count, input[1]];
        throw new ShapeException($"expected an input of rank 2 (batch, features) but got {input}.");
    }

    public override void Forward(Node node)
    {
        int features = node.InputShape(0)[1];
        if (features == 0) return;
        ReadOnlySpan<float> from = node.Input(0);
        Span<float> to = node.OutputSpan;
        for (int row = 0; row < node.InputShape(0)[0]; row++, from = from[features..])
        {
            for (int i = 0; i < count; i++, to = to[features..]) from[..features].CopyTo(to);
        }
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        Shape x = node.InputShape(0);
        Span<float> dx = node.InputGradient(0, out bool accumulate);
        ReductionKernels.SumAxis(node.OutputGradient, x[0], count, x[1], dx, 1f, accumulate);
    }
}
