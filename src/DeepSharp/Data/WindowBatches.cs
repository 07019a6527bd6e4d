using System.Collections;

namespace DeepSharp;

/// <summary>Windows over a series, a batch of them at a time, in an order that a stream changes before each pass.</summary>
internal sealed class WindowBatches(
    DataArray series, DataArray? targets, int[] order, int length, int rate, int batchSize, RandomStream? random) : IEnumerable<Batch>
{
    public IEnumerator<Batch> GetEnumerator()
    {
        int[] starts = [.. order];
        random?.Shuffle(starts);
        for (int first = 0; first < starts.Length; first += batchSize)
        {
            int[] these = starts[first..(int)Math.Min((long)first + batchSize, starts.Length)];
            yield return new Batch(Windows(these), targets is null ? null : Gather(targets, these, [these.Length, .. targets.SampleShape]));
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private DataArray Windows(int[] starts)
    {
        Shape shape = [starts.Length, length, .. series.SampleShape];
        var steps = new int[shape[..2].Size];
        for (int i = 0; i < steps.Length; i++) steps[i] = starts[i / length] + i % length * rate;
        return Gather(series, steps, shape);
    }

    private static DataArray Gather(DataArray from, int[] samples, Shape shape)
    {
        var values = new float[shape.Size];
        from.CopySamples(samples, values);
        return DataArray.From(values, shape);
    }
}
