namespace DeepSharp;

/// <summary>
/// Pieces of signals under a window, the second input: (..., samples) to (..., pieces, length). Pieces lie around their place,
/// and beyond its ends the signal is mirrored, the ends themselves not repeated.
/// </summary>
/// <param name="length">Samples of a piece, and of the window.</param>
/// <param name="stride">Samples from one piece to the next.</param>
internal sealed class FramesOp(int length, int stride) : Op
{
    public override string Name => "Frames";

    /// <summary>Samples of a piece.</summary>
    public int Length => length;

    /// <summary>Samples from one piece to the next.</summary>
    public int Stride => stride;

    private int Margin => length / 2;

    public override bool IsLinearIn(int index) => index == 0;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Shape x = inputs[0];
        if (x.Rank == 0 || x.Rank == Shape.MaxRank) throw new ShapeException($"expected signals, (..., samples), but got {x}.");
        if (x[^1] == Shape.Any) return x.Append(length).With(x.Rank - 1, Shape.Any);
        if (x[^1] <= Margin)
        {
            throw new ShapeException(
                $"expected signals of more than {Margin} samples, half of the transform, as their ends are mirrored, but got {x}.");
        }

        long padded = x[^1] + 2L * Margin;
        return x.With(x.Rank - 1, (int)((padded - length) / stride) + 1).Append(length);
    }

    public override void Forward(Node node)
    {
        ReadOnlySpan<float> x = node.Input(0), window = node.Input(1);
        Span<float> y = node.OutputSpan;
        (int samples, int pieces) = Lengths(node);
        for (int i = 0; i < y.Length; i++)
        {
            int piece = i / length, at = i % length;
            y[i] = x[piece / pieces * samples + Mirrored(piece % pieces * stride + at - Margin, samples)] * window[at];
        }
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        ReadOnlySpan<float> gradient = node.OutputGradient, window = node.Input(1);
        Span<float> dx = node.InputGradient(0, out bool accumulate);
        if (!accumulate) dx.Clear();
        (int samples, int pieces) = Lengths(node);
        for (int i = 0; i < gradient.Length; i++)
        {
            int piece = i / length, at = i % length;
            dx[piece / pieces * samples + Mirrored(piece % pieces * stride + at - Margin, samples)] += gradient[i] * window[at];
        }
    }

    private static (int Samples, int Pieces) Lengths(Node node) => (node.InputShape(0)[^1], node.Output.Shape[^2]);

    private static int Mirrored(int at, int samples) => at < 0 ? -at : at < samples ? at : 2 * (samples - 1) - at;
}
