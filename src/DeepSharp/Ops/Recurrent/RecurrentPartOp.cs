using System.Numerics.Tensors;

namespace DeepSharp;

/// <summary>
/// One of the tensors in the row of values that a <see cref="RecurrentOp{TCell}"/> returns with its states, as a view: the output, or a
/// state. Inputs: the values, and for their sizes x and the recurrent kernel.
/// </summary>
/// <param name="part">0 for the output; 1, 2 ... for the states.</param>
/// <param name="returnsSequences">Whether the output has a row for each step.</param>
internal sealed class RecurrentPartOp(int part, bool returnsSequences) : Op
{
    private static readonly RecurrentPartOp[] s_ofLast = [new(0, false), new(1, false), new(2, false)];
    private static readonly RecurrentPartOp[] s_ofSequences = [new(0, true), new(1, true), new(2, true)];

    public override string Name => "RecurrentPart";

    public override bool IsLinearIn(int index) => index == 0;

    /// <summary>Which of the tensors.</summary>
    public int Part => part;

    /// <summary>Whether the output has a row for each step.</summary>
    public bool ReturnsSequences => returnsSequences;

    public override bool IsView => true;

    /// <summary>The output from the values, and the states.</summary>
    public static Tensor Split(Tensor values, Tensor x, Tensor recurrentKernel, bool returnsSequences, Span<Tensor> states)
    {
        RecurrentPartOp[] parts = returnsSequences ? s_ofSequences : s_ofLast;
        for (int i = 0; i < states.Length; i++) states[i] = Tape.Run(parts[i + 1], values, x, recurrentKernel);
        return Tape.Run(parts[0], values, x, recurrentKernel);
    }

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        (Shape x, int units) = (inputs[1], inputs[2][0]);
        return part == 0 && returnsSequences ? [x[0], x[1], units] : [x[0], units];
    }

    public override int ViewOffset(ReadOnlySpan<Tensor> inputs) => OffsetFor(inputs[1].Shape, inputs[2].Shape);

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        int from = OffsetFor(node.InputShape(1), node.InputShape(2));
        Span<float> gradient = node.InputGradient(0).Slice(from, node.Output.Size);
        TensorPrimitives.Add(gradient, node.OutputGradient, gradient);
    }

    private int OffsetFor(Shape x, Shape recurrentKernel)
    {
        int state = x[0] * recurrentKernel[0];
        return part == 0 ? 0 : ((returnsSequences ? x[1] : 1) + part - 1) * state;
    }
}
