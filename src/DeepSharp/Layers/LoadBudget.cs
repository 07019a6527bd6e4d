namespace DeepSharp;

/// <summary>
/// Bounds what the layers of a file may cost: no more weights than the file has values, and a number of shapes to find that only models
/// nested to no purpose reach. Such weights start as zeros, since their values come from the file, and draw no random numbers.
/// </summary>
internal sealed class LoadBudget
{
    // Each model that uses another one K times multiplies the calls by K: a small file can ask for more than there is time for.
    private const long MostShapes = 1_000_000;

    [ThreadStatic]
    private static LoadBudget? t_current;

    private readonly long _total;
    private long _used;
    private long _shapes;

    private LoadBudget(long total) => _total = total;

    /// <summary>The first values of a weight: the initializer's, unless layers are made from a file right now.</summary>
    public static Tensor FirstValues(Initializer initializer, Shape shape) =>
        t_current is { } budget ? budget.Take(shape) : initializer.Create(shape);

    /// <summary>Makes something on this thread whose weights hold at most <paramref name="total"/> values together.</summary>
    /// <exception cref="FormatException">They would hold more; no memory was taken for the one too many.</exception>
    public static T Run<T>(long total, Func<T> make)
    {
        LoadBudget? before = t_current;
        t_current = new LoadBudget(total);
        try
        {
            return make();
        }
        finally
        {
            t_current = before;
        }
    }

    /// <summary>Counts calls of layers whose shapes are to be found, if a file is being read on this thread.</summary>
    /// <exception cref="FormatException">They are too many.</exception>
    public static void CountShapes(int calls)
    {
        if (t_current is not { } budget || (budget._shapes += calls) <= MostShapes) return;
        throw new FormatException($"the models nested in each other call their layers more than {MostShapes:N0} times.");
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
