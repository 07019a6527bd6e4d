namespace DeepSharp;

/// <summary>A function of one variable: a line of <see cref="Curves"/>.</summary>
internal sealed class Curve
{
    private static readonly List<Curve> s_all = [];

    private Curve(string name, Values values, Slopes? slopes, Func<Tensor, Tensor, Tensor>? slopeOps)
    {
        (Name, Map, MapSlope, SlopeOps) = (name, values, slopes, slopeOps);
        lock (s_all)
        {
            Number = s_all.Count;
            s_all.Add(this);
        }
    }

    /// <summary>y = f(x).</summary>
    public delegate void Values(ReadOnlySpan<float> x, Span<float> y);

    /// <summary>f'(x), where y = f(x).</summary>
    public delegate void Slopes(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> slopes);

    /// <summary>How errors call it.</summary>
    public string Name { get; }

    /// <summary>The function.</summary>
    public Values Map { get; }

    /// <summary>Its derivative; null where that is 0, or there is none.</summary>
    public Slopes? MapSlope { get; }

    /// <summary>The derivative of x and y in terms of ops.</summary>
    public Func<Tensor, Tensor, Tensor>? SlopeOps { get; }

    /// <summary>By which the threads that share the work find it: what they are handed holds no references.</summary>
    public int Number { get; }

    public static Curve At(int number) => s_all[number];

    /// <summary>A function on spans, and its derivative number by number.</summary>
    public static Curve Of(string name, Values values, Func<double, double, double> slope, Func<Tensor, Tensor, Tensor> slopeOps) =>
        new(name, values, Each(slope), slopeOps);

    /// <summary>Both number by number, in doubles.</summary>
    public static Curve Of(
        string name, Func<double, double> value, Func<double, double, double> slope, Func<Tensor, Tensor, Tensor> slopeOps) =>
        new(name, Each(value), Each(slope), slopeOps);

    /// <summary>Both on spans.</summary>
    public static Curve Whole(string name, Values values, Values slopeOfX, Func<Tensor, Tensor, Tensor> slopeOps) =>
        new(name, values, (x, _, slopes) => slopeOfX(x, slopes), slopeOps);

    /// <summary>Steps: the derivative is 0 wherever there is one.</summary>
    public static Curve Flat(string name, Values values) => new(name, values, null, null);

    /// <summary>Steps, number by number.</summary>
    public static Curve Flat(string name, Func<double, double> value) => new(name, Each(value), null, null);

    private static Values Each(Func<double, double> value) => (x, y) =>
    {
        for (int i = 0; i < x.Length; i++) y[i] = (float)value(x[i]);
    };

    private static Slopes Each(Func<double, double, double> slope) => (x, y, slopes) =>
    {
        for (int i = 0; i < x.Length; i++) slopes[i] = (float)slope(x[i], y[i]);
    };
}
