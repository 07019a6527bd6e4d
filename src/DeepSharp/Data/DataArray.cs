using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace DeepSharp;

/// <summary>
/// Training data: samples along the first axis, kept as they came (bytes, ints, longs, bools, floats or strings) and turned into floats a
/// batch at a time. This is what <c>Fit</c>, <c>Evaluate</c> and <c>Predict</c> take.
/// </summary>
/// <remarks>
/// <para>Arithmetic with a number and <see cref="Slice"/> give views: nothing is computed until a batch is copied out, and then the
/// value is converted to float and the operations follow in the order written, one rounding each. So <c>images / 255f</c> stays one
/// byte a value in memory and still gives exactly what dividing floats by 255 gives.</para>
/// <para>Tensors and plain arrays convert implicitly. A <see cref="Tensor"/> and a one-dimensional array of floats, ints,
/// longs, bytes, bools or strings are viewed, so later writes to them show; other numbers, rows and arrays of more axes are copied.</para>
/// <para>A float holds whole numbers up to 16,777,216, and above that not all. Ints and longs are kept whole; where they are to become
/// floats, and one would lose digits, that is refused. Strings, and whole numbers of any size, go to layers that work on data.</para>
/// </remarks>
/// <example><code>
/// DataArray images = DataArray.From(bytes, [60000, 28, 28, 1]) / 255f;
/// DataArray labels = new[] { 5, 0, 4, 1 };
/// DataArray validation = images[50000..];
/// Tensor image = images[7];                  // (28, 28, 1)
/// float first = labels.Item(0);              // 5
/// </code></example>
[DebuggerDisplay("{ToString(),nq}")]
public abstract partial class DataArray
{
    // Arithmetic runs over pieces of about this many values, while they are still in the first-level cache.
    private const int PieceLength = 2048;

    private const int ShownValues = 3;

    private readonly DataStep[] _steps;

    private protected DataArray(Shape shape, DataStep[] steps)
    {
        if (shape.Rank == 0)
        {
            throw new ShapeException("DataArray: expected at least one axis, the samples, but got shape (). Use [1] for one number.");
        }

        _steps = steps;
        Shape = shape;
        Count = shape[0];
        SampleSize = shape[1..].Size;
    }

    /// <summary>The lengths of the axes, samples first.</summary>
    public Shape Shape { get; }

    /// <summary>Number of samples: the length of the first axis.</summary>
    public int Count { get; }

    /// <summary>The shape of one sample: <see cref="Shape"/> without its first axis.</summary>
    public Shape SampleShape => Shape[1..];

    /// <summary>Number of values of one sample.</summary>
    public int SampleSize { get; }

    /// <summary>
    /// How the values are kept in memory: <c>typeof(byte)</c>, <c>typeof(int)</c>, <c>typeof(long)</c>, <c>typeof(bool)</c>,
    /// <c>typeof(float)</c> or <c>typeof(string)</c>.
    /// </summary>
    public abstract Type ElementType { get; }

    /// <summary>The same in Keras's names; of views with arithmetic what they are kept as.</summary>
    public abstract DType DType { get; }

    private protected DataStep[] Steps => _steps;

    /// <summary>Gathers samples: converts those at <paramref name="indices"/>, in that order.</summary>
    /// <param name="indices">Numbers of samples, 0 to <see cref="Count"/> - 1; repeats are fine.</param>
    /// <param name="destination">Exactly <c>indices.Length * SampleSize</c> values.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is not a sample, or a float does not hold a whole number exactly.</exception>
    /// <exception cref="ShapeException">The destination has another length.</exception>
    /// <exception cref="InvalidOperationException">The values are strings.</exception>
    public void CopySamples(ReadOnlySpan<int> indices, Span<float> destination)
    {
        RequireLength(nameof(CopySamples), indices.Length, destination);
        int converted = 0;
        int finished = 0;
        for (int i = 0; i < indices.Length; i++)
        {
            int index = indices[i];
            if ((uint)index >= (uint)Count) ThrowNoSample(nameof(CopySamples), index, i);
            Convert(index * SampleSize, destination.Slice(converted, SampleSize));
            converted += SampleSize;
            if (converted - finished >= PieceLength)
            {
                ApplySteps(destination[finished..converted]);
                finished = converted;
            }
        }

        ApplySteps(destination[finished..]);
    }

    /// <summary>Converts <paramref name="count"/> samples from <paramref name="start"/> on into <paramref name="destination"/>.</summary>
    /// <param name="start">The first sample.</param>
    /// <param name="count">Number of samples.</param>
    /// <param name="destination">Exactly <c>count * SampleSize</c> values.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The samples are not all there, or a float does not hold a whole number exactly.
    /// </exception>
    /// <exception cref="ShapeException">The destination has another length.</exception>
    /// <exception cref="InvalidOperationException">The values are strings.</exception>
    public void CopyRange(int start, int count, Span<float> destination)
    {
        RequireSamples(nameof(CopyRange), start, count);
        RequireLength(nameof(CopyRange), count, destination);
        for (int done = 0; done < destination.Length; done += PieceLength)
        {
            Span<float> piece = destination.Slice(done, Math.Min(PieceLength, destination.Length - done));
            Convert(start * SampleSize + done, piece);
            ApplySteps(piece);
        }
    }

    /// <summary><paramref name="count"/> samples from <paramref name="start"/> on, as a view of the same values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The samples are not all there.</exception>
    public DataArray Slice(int start, int count)
    {
        RequireSamples(nameof(Slice), start, count);
        return View(start, count, _steps);
    }

    /// <summary>The same values as samples of another shape.</summary>
    internal DataArray WithSampleShape(Shape shape) => Reshaped(shape.Prepend(Count), _steps);

    /// <summary>Some of the samples, as a view: <c>images[..1000]</c> are the first 1000, <c>images[^500..]</c> the last 500.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The samples are not all there.</exception>
    [IndexerName("Element")]
    public DataArray this[Range samples]
    {
        get
        {
            int start = samples.Start.GetOffset(Count);
            return Slice(start, samples.End.GetOffset(Count) - start);
        }
    }

    /// <summary>
    /// One sample as a tensor of shape <see cref="SampleShape"/>, such as <c>images[5]</c>; <c>images[^1]</c> is the last.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    [IndexerName("Element")]
    public Tensor this[int index] => Sample(index);

    /// <summary>One sample as a tensor of shape <see cref="SampleShape"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    public Tensor Sample(int index)
    {
        if ((uint)index >= (uint)Count) ThrowNoSample(nameof(Sample), index, null);
        Tensor sample = Tensor.Create(SampleShape);
        CopyRange(index, 1, sample.Span);
        return sample;
    }

    /// <summary>The value of a sample that is one number, such as a class label: <c>Cifar10.ClassNames[(int)labels.Item(5)]</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    /// <exception cref="ShapeException">A sample has more or fewer values than one.</exception>
    public float Item(int index)
    {
        if ((uint)index >= (uint)Count) ThrowNoSample(nameof(Item), index, null);
        if (SampleSize != 1)
        {
            throw new ShapeException(
                $"DataArray.Item: expected samples of one value but they have shape {SampleShape}. Use Sample({index}).");
        }

        float value = 0f;
        CopyRange(index, 1, new Span<float>(ref value));
        return value;
    }

    /// <summary>All values as floats, in row-major order, as a new array.</summary>
    public float[] ToArray()
    {
        float[] values = GC.AllocateUninitializedArray<float>(Shape.Size);
        CopyRange(0, Count, values);
        return values;
    }

    /// <summary>All samples as a tensor with its own memory: four bytes a value.</summary>
    public Tensor ToTensor()
    {
        Tensor samples = Tensor.Create(Shape);
        CopyRange(0, Count, samples.Span);
        return samples;
    }

    /// <summary>The values as they are kept, in row-major order: before any arithmetic.</summary>
    /// <typeparam name="T">The <see cref="ElementType"/>.</typeparam>
    /// <exception cref="InvalidOperationException">The values are kept as another type.</exception>
    /// <example><code>ReadOnlySpan&lt;byte&gt; pixels = images.RawValues&lt;byte&gt;();</code></example>
    public ReadOnlySpan<T> RawValues<T>() => this is DataArray<T> typed
        ? typed.Values
        : throw new InvalidOperationException(
            $"DataArray.RawValues: expected the type that the values are kept as, {ElementType.Name}, but got {typeof(T).Name}. " +
            "Ask for that one, or use ToArray() for floats.");

    /// <summary>Shape, how values are kept, arithmetic, first values: <c>DataArray (50000, 1) of Byte: 6, 9, 9, ...</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"DataArray {Shape} of {ElementType.Name}");
        foreach (DataStep step in _steps) text.Append(' ').Append(step);
        int shown = Math.Min(ShownValues, Shape.Size);
        for (int i = 0; i < shown; i++) text.Append(i == 0 ? ": " : ", ").Append(_steps.Length == 0 ? Shown(i) : ShownAfterSteps(i));
        return text.Append(shown < Shape.Size ? ", ..." : "").ToString();
    }

    /// <summary>Refuses strings, and whole numbers that a float does not hold, before any of them is wanted.</summary>
    /// <param name="who">Who wants floats: <c>Fit, x</c>.</param>
    /// <exception cref="ArgumentException">There are strings.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A float does not hold a value exactly; the message says which.</exception>
    internal abstract void RequireNumbers(string who);

    /// <summary>The values as whole numbers: as they are kept, or floats without what is behind the point.</summary>
    internal abstract long[] ToWholeNumbers();

    /// <summary>Copies samples as they are kept, in the order of their numbers.</summary>
    internal abstract DataArray Gather(ReadOnlySpan<int> indices);

    /// <summary>A value in words.</summary>
    private protected abstract string Shown(int index);

    /// <summary>The nearest float, for words alone.</summary>
    private protected abstract float Rounded(int index);

    private string ShownAfterSteps(int index)
    {
        float value = Rounded(index);
        ApplySteps(new Span<float>(ref value));
        return value.ToString("G6", CultureInfo.InvariantCulture);
    }

    /// <summary>Converts raw values from number <paramref name="firstValue"/> on, without the arithmetic.</summary>
    private protected abstract void Convert(int firstValue, Span<float> destination);

    /// <summary>The values where they lie, where they are plain floats; null where they have to be converted.</summary>
    internal ArraySegment<float>? Floats => _steps.Length == 0 ? RawFloats : null;

    private protected virtual ArraySegment<float>? RawFloats => null;

    private protected abstract DataArray Reshaped(Shape shape, DataStep[] steps);

    /// <summary>Another array over the same values.</summary>
    private protected abstract DataArray View(int start, int count, DataStep[] steps);

    private void ApplySteps(Span<float> values)
    {
        foreach (DataStep step in _steps) step.Apply(values);
    }
}
