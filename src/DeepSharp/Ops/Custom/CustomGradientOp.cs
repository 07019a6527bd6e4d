namespace DeepSharp;

/// <summary>A function whose gradient somebody gives. It has been computed already: the forward pass copies the values.</summary>
/// <param name="value">What the function gave.</param>
/// <param name="gradient">The gradients of the inputs, of inputs, output and the gradient of the output.</param>
internal sealed class CustomGradientOp(Tensor value, Func<Tensor[], Tensor, Tensor, IReadOnlyList<Tensor?>> gradient) : Op
{
    private Tensor? _upstream;
    private IReadOnlyList<Tensor?> _gradients = [];

    public override string Name => "CustomGradient";

    /// <summary>What the function gave.</summary>
    public Tensor Value => value;

    /// <summary>The gradients of the inputs.</summary>
    public Func<Tensor[], Tensor, Tensor, IReadOnlyList<Tensor?>> Gradient => gradient;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => value.Shape;

    public override void Forward(Node node) => value.Values.CopyTo(node.OutputSpan);

    public override void Backward(Node node) => node.BackwardByOps();

    public override Tensor? GradientOps(int index, ReadOnlySpan<Tensor> inputs, Tensor output, Tensor gradient)
    {
        // The function gives those of all inputs at once.
        if (_upstream != gradient) (_gradients, _upstream) = (Compute(inputs.ToArray(), output, gradient), gradient);
        return _gradients[index] ?? Tensor.Zeros(inputs[index].Shape);
    }

    private IReadOnlyList<Tensor?> Compute(Tensor[] inputs, Tensor output, Tensor upstream)
    {
        IReadOnlyList<Tensor?>? gradients = gradient(inputs, output, upstream);
        if (gradients is null || gradients.Count != inputs.Length)
        {
            throw new InvalidOperationException(
                $"CustomGradient: expected a gradient for each of {inputs.Length} inputs but got {gradients?.Count ?? 0}. Give null for " +
                "an input that has none.");
        }

        for (int i = 0; i < inputs.Length; i++)
        {
            if (gradients[i] is not { } one || one.Shape == inputs[i].Shape) continue;
            throw new ShapeException($"CustomGradient: expected a gradient of shape {inputs[i].Shape} for input {i} but got {one.Shape}.");
        }

        return gradients;
    }
}
