namespace DeepSharp;

/// <summary>
/// What is put before and behind an axis or cut off there, given as one number for both or as a pair: <c>1</c> or <c>(1, 0)</c>.
/// </summary>
/// <param name="Before">At the beginning.</param>
/// <param name="After">At the end.</param>
/// <example><code>new Cropping2D((1, 0), 2)   // the first row, and two columns on each side</code></example>
public readonly record struct Margin(int Before, int After)
{
    /// <summary>The same number for both.</summary>
    public static implicit operator Margin(int both) => new(both, both);

    /// <summary>A pair (before, after).</summary>
    public static implicit operator Margin((int Before, int After) pair) => new(pair.Before, pair.After);

    /// <summary>A pair as F# writes it.</summary>
    public static implicit operator Margin(Tuple<int, int> pair)
    {
        ArgumentNullException.ThrowIfNull(pair);
        return new(pair.Item1, pair.Item2);
    }

    /// <summary>As a pair: <c>(1, 0)</c>.</summary>
    public override string ToString() => $"({Before}, {After})";
}
