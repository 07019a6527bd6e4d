namespace DeepSharp;

/// <summary>
/// The axes that an attention goes over, and the equations that follow: scores of all pairs of places, and the means of values that they
/// weigh. Every other axis but the features is a batch.
/// </summary>
internal sealed class AttentionAxes
{
    private readonly int[] _batch;

    /// <summary>Plans for inputs of a rank.</summary>
    /// <param name="layer">Whose they are, for errors.</param>
    /// <param name="rank">Axes of the inputs, batch and features included.</param>
    /// <param name="given">The axes, negative ones from the end; null for all but batch and features.</param>
    /// <exception cref="ShapeException">An axis is none that can be attended over.</exception>
    public AttentionAxes(Layer layer, int rank, int[]? given)
    {
        Axes = given is null ? [.. Enumerable.Range(1, rank - 2)] : [.. given.Select(axis => axis < 0 ? rank + axis : axis)];
        if (Axes.Length == 0 || Axes.Distinct().Count() < Axes.Length || Axes.Any(axis => axis < 1 || axis > rank - 2))
        {
            throw new ShapeException(
                $"expected attentionAxes that are different ones from 1 to {rank - 2} for inputs of {rank} axes but got " +
                $"{string.Join(", ", given ?? Axes)}.");
        }

        // (batch, ..., heads, width) after the projection; the keys' places have letters of their own.
        string query = "abcdefgh"[..(rank + 1)];
        string key = string.Concat(query.Select((letter, axis) => Axes.Contains(axis) ? char.ToUpperInvariant(letter) : letter));
        _batch = [.. Enumerable.Range(0, rank - 1).Where(axis => !Axes.Contains(axis))];
        string scores = Letters(query, _batch) + query[rank - 1] + Letters(query, Axes) + Letters(key, Axes);
        Scores = new EinsumOp(EinsumPlan.Create(query, key, scores));
        Context = new EinsumOp(EinsumPlan.Create(scores, key, query));
        Softmax = new MaskedSoftmaxOp(Axes.Length, zeroEmpty: true);
        _expand = new ExpandDimsOp(-1 - (2 * Axes.Length));
    }

    private readonly ExpandDimsOp _expand;

    /// <summary>The axes, from the first one on.</summary>
    public int[] Axes { get; }

    /// <summary>Queries by keys.</summary>
    public EinsumOp Scores { get; }

    /// <summary>Probabilities by values.</summary>
    public EinsumOp Context { get; }

    /// <summary>Scores to probabilities.</summary>
    public MaskedSoftmaxOp Softmax { get; }

    /// <summary>Whether it is the plain case of one sequence, which one op computes without the scores.</summary>
    public bool IsSequence => _batch.Length == 1 && Axes.Length == 1;

    /// <summary>The shape of all scores.</summary>
    public Shape ScoreShape(Shape query, Shape key, int heads) => Shape.Create(
        [.. _batch.Select(axis => query[axis]), heads, .. Axes.Select(axis => query[axis]), .. Axes.Select(axis => key[axis])]);

    /// <summary>A mask with axes of length 1, for the heads, up to a rank.</summary>
    public Tensor Expand(Tensor mask, int rank)
    {
        while (mask.Rank < rank && mask.Rank >= 2 * Axes.Length) mask = Tape.Run(_expand, mask);
        return mask;
    }

    private static string Letters(string letters, int[] axes) => string.Concat(axes.Select(axis => letters[axis]));
}
