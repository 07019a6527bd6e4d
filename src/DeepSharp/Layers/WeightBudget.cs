namespace DeepSharp;

/// <summary>
/// Bounds the weights of layers that are made from a file: a config may not ask for more values than the file has. Such weights start as
/// zeros, since their values come from the file, and draw no random numbers.
/// </summary>
internal sealed class WeightBudget
{
    [ThreadStatic]
    private static WeightBudget? s_current;

    private readonly long _total;
    private long _used;

    private WeightBudget(long total) => _total = total;

    /// <summary>The first values of a weight: the initializer's, unless layers are made from a file right now.</summary>
    public static Tensor FirstValues(Initializer initializer, Shape shape) =>
        s_current is { } budget ? budget.Take(shape) : initializer.Create(shape);

    /// <summary>Makes something on this thread whose weights hold at most <paramref name="total"/> values together.</summary>
    /// <exception cref="FormatException">They would hold more; no memory was taken for the one too many.</exception>
    public static T Run<T>(long total, Func<T> make)
    {
        WeightBudget? before = s_current;
        s_current = new WeightBudget(total);
        try
        {
            return make();
        }
        finally
        {
            s_current = before;
        }
    }

    private Tensor Take(Shape shape)
    {
        int size = shape.Size;
        if (size > _total - _used)
        {
            throw new FormatException(
                $"the layers want more weights than the {_total:N0} values that the file has: the last one has shape {shape}.");
        }

        _used += size;
        return Tensor.KeepZeros(shape);
    }
}
