namespace DeepSharp;

/// <summary>Objects of which each step of sequences has one, made once for as many steps as came so far.</summary>
/// <param name="create">Makes that of a step.</param>
internal sealed class StepCache<T>(Func<int, T> create)
{
    private T[] _known = [];

    /// <summary>Those of the first steps, and perhaps of more.</summary>
    // Replaced, never changed: several threads may come at once.
    public T[] Of(int steps)
    {
        T[] known = _known;
        if (known.Length >= steps) return known;
        return _known = [.. known, .. Enumerable.Range(known.Length, steps - known.Length).Select(create)];
    }
}
