using DeepSharp;

namespace SidePackage;

/// <summary>Batches made by their number, into arrays that are filled again.</summary>
public sealed class Ramps(int count) : BatchSequence
{
    // The one that a step uses, and the one that is made meanwhile.
    private readonly (float[] X, float[] Y, Batch Batch)[] _buffers = [Buffer(), Buffer()];

    public override int Count => count;

    /// <summary>The thread that made a batch last.</summary>
    public int Thread { get; private set; }

    protected override Batch Read(int index, CancellationToken cancellationToken)
    {
        (float[] x, float[] y, Batch batch) = _buffers[index % 2];
        for (int row = 0; row < 4; row++)
        {
            for (int column = 0; column < 3; column++) x[row * 3 + column] = 0.01f * index + 0.1f * row - 0.2f * column;
            y[row] = x[row * 3] + 2 * x[row * 3 + 1];
        }

        Thread = Environment.CurrentManagedThreadId;
        return batch;
    }

    private static (float[] X, float[] Y, Batch Batch) Buffer()
    {
        var (x, y) = (new float[12], new float[4]);
        return (x, y, new Batch(DataArray.From(x, [4, 3]), y));
    }
}
