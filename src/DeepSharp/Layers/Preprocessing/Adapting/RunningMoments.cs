namespace DeepSharp.Layers;

/// <summary>
/// Means and variances over batches, in doubles, one of each for every place along the axes that are kept. Batches are put together as in
/// Chan, Golub and LeVeque 1979: no sum of squares, so that a large mean costs no digits.
/// </summary>
/// <param name="kept">The lengths of the axes that are kept.</param>
internal sealed class RunningMoments(Shape kept)
{
    private readonly double[] _mean = new double[kept.Size];
    private readonly double[] _squares = new double[kept.Size];
    private readonly double[] _batchMean = new double[kept.Size];
    private readonly double[] _batchSquares = new double[kept.Size];

    /// <summary>How many values each place has got.</summary>
    public double Count { get; private set; }

    public Tensor Mean => Tensor.From(_mean, kept);

    /// <summary>The biased variances.</summary>
    public Tensor Variance => Tensor.From(Array.ConvertAll(_squares, sum => Count > 0 ? sum / Count : 0), kept);

    /// <summary>Adds a batch.</summary>
    /// <param name="values">All of its values.</param>
    /// <param name="shape">Their shape.</param>
    /// <param name="axes">The axes that are kept, in ascending order.</param>
    public void Add(ReadOnlySpan<float> values, Shape shape, ReadOnlySpan<int> axes)
    {
        if (values.IsEmpty) return;
        int[] places = PlacesOf(shape, axes, out int inner);
        double count = (double)values.Length / _mean.Length;
        Array.Clear(_batchMean);
        Array.Clear(_batchSquares);
        for (int at = 0; at < values.Length; at += inner)
        {
            Sum(values.Slice(at, inner), places, at / inner, _batchMean);
        }

        for (int i = 0; i < _batchMean.Length; i++) _batchMean[i] /= count;
        for (int at = 0; at < values.Length; at += inner) SumSquares(values.Slice(at, inner), places, at / inner);
        double total = Count + count;
        for (int i = 0; i < _mean.Length; i++)
        {
            double apart = _batchMean[i] - _mean[i];
            _mean[i] += apart * (count / total);
            _squares[i] += _batchSquares[i] + apart * apart * (Count * count / total);
        }

        Count = total;
    }

    // Of the axes at the end that are all kept, or all not, one stretch is one step: its places are in a row, or one.
    private static int[] PlacesOf(Shape shape, ReadOnlySpan<int> axes, out int inner)
    {
        bool isKept = axes.Length > 0 && axes[^1] == shape.Rank - 1;
        int axis = shape.Rank;
        inner = 1;
        while (axis > 0 && axes.Contains(axis - 1) == isKept) inner *= shape[--axis];
        Shape outer = shape[..axis];
        var places = new int[outer.Size];
        int step = isKept ? inner : 1;
        for (int at = axis - 1, block = 1; at >= 0; at--)
        {
            int length = outer[at];
            for (int i = 0; i < places.Length && axes.Contains(at); i++) places[i] += i / block % length * step;
            if (axes.Contains(at)) step *= length;
            block *= length;
        }

        return isKept ? places : Array.ConvertAll(places, place => ~place);
    }

    private static void Sum(ReadOnlySpan<float> stretch, int[] places, int at, double[] sums)
    {
        if (places[at] < 0)
        {
            double sum = 0;
            foreach (float value in stretch) sum += value;
            sums[~places[at]] += sum;
            return;
        }

        Span<double> kept = sums.AsSpan(places[at], stretch.Length);
        for (int i = 0; i < kept.Length; i++) kept[i] += stretch[i];
    }

    private void SumSquares(ReadOnlySpan<float> stretch, int[] places, int at)
    {
        if (places[at] < 0)
        {
            double mean = _batchMean[~places[at]], sum = 0;
            foreach (float value in stretch) sum += (value - mean) * (value - mean);
            _batchSquares[~places[at]] += sum;
            return;
        }

        Span<double> kept = _batchSquares.AsSpan(places[at], stretch.Length);
        ReadOnlySpan<double> means = _batchMean.AsSpan(places[at], stretch.Length);
        for (int i = 0; i < kept.Length; i++) kept[i] += (stretch[i] - means[i]) * (stretch[i] - means[i]);
    }
}
