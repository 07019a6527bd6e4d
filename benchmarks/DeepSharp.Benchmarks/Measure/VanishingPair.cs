namespace DeepSharp.Benchmarks.Measure;

/// <summary>Work in which something vanishes, and the same work on ordinary numbers.</summary>
/// <param name="Name">As in the table of names in docs/performance.md.</param>
/// <param name="Vanishing">Makes ready the call in which numbers leave the normal range, or would.</param>
/// <param name="Twin">Makes ready the call that it is compared with.</param>
internal sealed record VanishingPair(string Name, Func<Action> Vanishing, Func<Action> Twin);
