namespace DeepSharp;

/// <summary>Every value of the input is added to a value of the output, which starts as zeros: the gradient of <see cref="GatherOp"/>.</summary>
/// <param name="name">How errors call it.</param>
/// <param name="positions">For each value of the input a position in the output, counted through; -1 for none.</param>
/// <param name="shape">Of the output.</param>
internal sealed class ScatterAddOp(string name, int[] positions, Shape shape) : Op
{
    public override string Name => name;

    /// <summary>For each value of the input a position in the output; -1 for none.</summary>
    public int[] Positions => positions;

    /// <summary>The shape of the output.</summary>
    public Shape Shape => shape;

    public override bool KeepsOutputGradient => true;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => shape;

    public override void Forward(Node node)
    {
        ReadOnlySpan<float> x = node.Input(0);
        Span<float> y = node.OutputSpan;
        y.Clear();
        for (int i = 0; i < x.Length; i++)
        {
            if (positions[i] >= 0) y[positions[i]] += x[i];
        }
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        Span<float> dx = node.InputGradient(0);
        ReadOnlySpan<float> dy = node.OutputGradient;
        for (int i = 0; i < dx.Length; i++)
        {
            if (positions[i] >= 0) dx[i] += dy[positions[i]];
        }
    }

    public override Tensor GradientOps(int index, ReadOnlySpan<Tensor> inputs, Tensor output, Tensor gradient) =>
        Tape.Run(new GatherOp(name, positions, inputs[0].Shape), gradient);
}
