namespace DeepSharp.Layers;

/// <summary>
/// How numbers are distributed, in few values with weights: what Keras's Discretization learns by, with the same floats. Each batch is
/// summed up, joined with what there is and compressed to about 1/ε values.
/// </summary>
/// <param name="epsilon">Above 0, at most 1: the error that quantiles may have, as a fraction.</param>
internal sealed class QuantileSummary(double epsilon)
{
    private float[] _values = [];
    private float[] _weights = [];

    public bool IsEmpty => _values.Length == 0;

    /// <summary>Adds a batch, which is sorted.</summary>
    public void Add(float[] batch)
    {
        if (batch.Length == 0) return;
        Array.Sort(batch);
        double step = Math.Max(batch.Length / (1.0 / epsilon), 1);
        var values = new List<float>(_values.Length + batch.Length / (int)step + 1);
        for (long i = (long)(step - 1); i < batch.Length; i += (long)step) values.Add(batch[i]);
        float[] weights = [.. Enumerable.Repeat((float)step, values.Count), .. _weights];
        values.AddRange(_values);

        // Of equal values those of the batch come first.
        int[] order = [.. Enumerable.Range(0, values.Count).OrderBy(i => values[i])];
        (_values, _weights) = Compress([.. order.Select(i => values[i])], [.. order.Select(i => weights[i])], epsilon);
    }

    /// <summary>
    /// The values between bins that hold about as many each: one fewer than the bins, or fewer where there are few values.
    /// </summary>
    public float[] Boundaries(int bins)
    {
        float[] values = Compress(_values, _weights, 1.0 / bins).Values;
        return values.Length == 0 ? [] : values[..^1];
    }

    private static (float[] Values, float[] Weights) Compress(float[] values, float[] weights, double epsilon)
    {
        if (values.Length * epsilon < 1) return (values, weights);
        var sums = new float[weights.Length];
        float sum = 0;
        for (int i = 0; i < sums.Length; i++) sums[i] = sum += weights[i];
        float[] shares = Array.ConvertAll(sums, part => part / sum);
        int count = (int)Math.Ceiling(1.0 / epsilon);
        float[] newValues = new float[count], newWeights = new float[count];
        double before = 0;
        for (int i = 0; i < count; i++)
        {
            double share = epsilon + i * epsilon, upTo = Interpolate(share, shares, sums);
            newValues[i] = (float)Interpolate(share, shares, values);
            newWeights[i] = (float)(upTo - before);
            before = upTo;
        }

        return (newValues, newWeights);
    }

    // As numpy.interp: the last of equal places counts, and beyond the ends the values at the ends.
    private static double Interpolate(double at, float[] places, float[] values)
    {
        int low = 0, high = places.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (places[middle] <= at) low = middle + 1;
            else high = middle;
        }

        int place = low - 1;
        if (place < 0) return values[0];
        if (place >= places.Length - 1 || places[place] == at) return values[Math.Min(place, values.Length - 1)];
        double slope = ((double)values[place + 1] - values[place]) / ((double)places[place + 1] - places[place]);
        return slope * (at - places[place]) + values[place];
    }
}
