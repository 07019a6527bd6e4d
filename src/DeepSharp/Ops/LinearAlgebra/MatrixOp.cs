namespace DeepSharp;

/// <summary>
/// An op on matrices (..., rows, columns), each by itself, in doubles. It says its gradient in terms of ops, by which its backward pass
/// goes too: decompositions are no part of a steady step.
/// </summary>
internal abstract class MatrixOp : Op
{
    public sealed override bool KeepsOutputGradient => true;

    public sealed override void Backward(Node node)
    {
        var inputs = new Tensor[node.InputCount];
        for (int i = 0; i < inputs.Length; i++) inputs[i] = node.InputTensor(i);
        Tape? tape = Tape.Suspend();
        try
        {
            var dy = Tensor.From(node.OutputGradient, node.Output.Shape);
            for (int i = 0; i < inputs.Length; i++)
            {
                if (!node.Needs(i) || GradientOps(i, inputs, node.Output, dy) is not { } gradient) continue;
                Span<float> dx = node.InputGradient(i);
                System.Numerics.Tensors.TensorPrimitives.Add(dx, gradient.Span, dx);
            }
        }
        finally
        {
            Tape.Restore(tape);
        }
    }

    /// <summary>The lengths of the last two axes.</summary>
    protected static (int Rows, int Columns) Sizes(Shape shape) => shape.Rank >= 2
        ? (shape[^2], shape[^1])
        : throw new ShapeException($"expected matrices, (..., rows, columns), but got {shape}.");

    /// <summary>The length of the last two axes, which is one.</summary>
    protected static int Square(Shape shape)
    {
        (int rows, int columns) = Sizes(shape);
        return rows == columns ? rows : throw new ShapeException($"expected square matrices, (..., size, size), but got {shape}.");
    }

    /// <summary>How many matrices there are.</summary>
    protected static int Count(Shape shape) => shape[..^2].Size;

    /// <summary>Part of the values as matrix number <paramref name="index"/>, in doubles.</summary>
    protected static double[] Matrix(ReadOnlySpan<float> values, int index, int size) =>
        Array.ConvertAll(values.Slice(index * size, size).ToArray(), value => (double)value);

    protected static void Write(ReadOnlySpan<double> from, Span<float> to)
    {
        for (int i = 0; i < from.Length; i++) to[i] = (float)from[i];
    }

    protected ArithmeticException Singular(int index, int count) => new(
        $"{Name}: expected matrices that have an inverse but {(count == 1 ? "the matrix" : $"matrix {index} of {count}")} is singular, " +
        "or nearly so, or has values that are not finite. Correct these, add a small multiple of the identity, or use Ops.Pinv or " +
        "Ops.Lstsq.");

    /// <summary>Transposed matrices.</summary>
    protected static Tensor T(Tensor x) => Ops.SwapAxes(x, -2, -1);
}
