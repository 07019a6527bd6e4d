namespace DeepSharp;

/// <summary>
/// Every value of the output is a value of the input, or a constant. Selections, repetitions and rearrangements of all kinds are one;
/// the gradient is <see cref="ScatterAddOp"/>.
/// </summary>
/// <param name="name">How errors call it.</param>
/// <param name="positions">For each value of the output a position in the input, counted through; -1 for the constant.</param>
/// <param name="shape">Of the output.</param>
/// <param name="constant">What stands where there is no position.</param>
internal sealed class GatherOp(string name, int[] positions, Shape shape, float constant = 0f) : Op
{
    public override string Name => name;

    /// <summary>For each value of the output a position in the input; -1 for the constant.</summary>
    public int[] Positions => positions;

    /// <summary>The shape of the output.</summary>
    public Shape Shape => shape;

    /// <summary>What stands where there is no position.</summary>
    public float Constant => constant;

    public override bool KeepsOutputGradient => true;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => shape;

    public override void Forward(Node node)
    {
        ReadOnlySpan<float> x = node.Input(0);
        Span<float> y = node.OutputSpan;
        for (int i = 0; i < y.Length; i++) y[i] = positions[i] < 0 ? constant : x[positions[i]];
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        Span<float> dx = node.InputGradient(0);
        ReadOnlySpan<float> dy = node.OutputGradient;
        for (int i = 0; i < dy.Length; i++)
        {
            if (positions[i] >= 0) dx[positions[i]] += dy[i];
        }
    }

    public override Tensor GradientOps(int index, ReadOnlySpan<Tensor> inputs, Tensor output, Tensor gradient) =>
        Tape.Run(new ScatterAddOp(name, positions, inputs[0].Shape), gradient);
}
