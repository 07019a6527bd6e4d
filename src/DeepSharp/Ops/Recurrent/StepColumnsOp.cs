namespace DeepSharp;

/// <summary>Some columns of one step: (batch, steps, columns) to (batch, count). Each step and column has one op at most.</summary>
internal sealed class StepColumnsOp(int step, int start, int count) : Op
{
    public override string Name => "StepColumns";

    public override bool IsLinearIn(int index) => true;

    public override bool KeepsOutputGradient => true;

    /// <summary>Which step.</summary>
    public int Step => step;

    /// <summary>The first of the columns.</summary>
    public int Start => start;

    /// <summary>How many columns.</summary>
    public int Count => count;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Shape x = inputs[0];
        if (x.Rank == 3 && step < x[1] && start + count <= x[2]) return [x[0], count];
        throw new ShapeException($"expected an input of more than {step} steps and {start + count} columns or more but got {x}.");
    }

    public override void Forward(Node node)
    {
        Shape x = node.InputShape(0);
        for (int row = 0; row < x[0]; row++) node.Input(0).Slice(At(x, row), count).CopyTo(node.OutputSpan[(row * count)..]);
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        Shape x = node.InputShape(0);
        Span<float> dx = node.InputGradient(0);
        for (int row = 0; row < x[0]; row++) node.OutputGradient.Slice(row * count, count).CopyTo(dx[At(x, row)..]);
    }

    private int At(Shape x, int row) => (row * x[1] + step) * x[2] + start;
}
