namespace DeepSharp;

/// <summary>
/// Bounds what the layers of a file may cost: no more weights than the file has values, and a number of shapes to find that only models
/// nested to no purpose reach. Such weights start as zeros, since their values come from the file, and draw no random numbers. A
/// description without values may ask for as many as the machine has memory for.
/// </summary>
internal sealed class LoadBudget
{
    // Each model that uses another one K times multiplies the calls by K: a small file can ask for more than there is time for.
    private const long MostShapes = 1_000_000;

    [ThreadStatic]
    private static LoadBudget? t_current;

    private readonly long _total;
    private readonly bool _isFile;
    private readonly bool _isForShapes;
    private float[] _shared = [];
    private long _used;
    private long _shapes;

    private LoadBudget(long total, bool isFile, bool isForShapes = false) =>
        (_total, _isFile, _isForShapes) = (total, isFile, isForShapes);

    /// <summary>How many values of weights there is memory for.</summary>
    public static long ValuesOfThisMachine => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / sizeof(float);

    /// <summary>The first values of a weight: the initializer's, unless layers are made from a file right now.</summary>
    public static Tensor FirstValues(Initializer initializer, Shape shape) =>
        t_current is { } budget ? budget.Take(initializer, shape) : initializer.Create(shape);

    /// <summary>Makes something on this thread whose weights hold at most <paramref name="total"/> values together.</summary>
    /// <exception cref="FormatException">They would hold more; no memory was taken for the one too many.</exception>
    public static T Run<T>(long total, Func<T> make) => Run(new LoadBudget(total, isFile: true), make);

    /// <summary>
    /// Makes something on this thread whose weights hold at most <paramref name="total"/> values together, those that initializers choose.
    /// </summary>
    /// <exception cref="FormatException">They would hold more; no memory was taken for the one too many.</exception>
    public static T RunWithinMemory<T>(long total, Func<T> make) => Run(new LoadBudget(total, isFile: false), make);

    /// <summary>
    /// Makes something on this thread to be looked at and not to be computed with: all weights share memory, so that a model of any size
    /// takes not much more than its largest weight does.
    /// </summary>
    public static T RunForShapes<T>(Func<T> make) => Run(new LoadBudget(long.MaxValue, isFile: false, isForShapes: true), make);

    private static T Run<T>(LoadBudget budget, Func<T> make)
    {
        LoadBudget? before = t_current;
        t_current = budget;
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

    private Tensor Take(Initializer initializer, Shape shape)
    {
        int size = shape.Size;
        if (size > _total - _used)
        {
            throw new FormatException(
                $"the layers want more weights than the {_total:N0} values that {(_isFile ? "the file has" : "there is memory for")}: " +
                $"the last one has shape {shape}.");
        }

        _used += size;
        if (_isForShapes) return Share(shape);
        return _isFile ? Tensor.KeepZeros(shape) : initializer.Create(shape);
    }

    private Tensor Share(Shape shape)
    {
        if (_shared.Length < shape.Size) _shared = new float[shape.Size];
        return new Tensor(_shared, 0, shape);
    }
}
