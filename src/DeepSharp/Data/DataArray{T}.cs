using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>A <see cref="DataArray"/> over an array of bytes, ints, longs, bools, floats or strings.</summary>
internal sealed class DataArray<T> : DataArray
{
    private readonly T[] _values;
    private readonly int _offset;

    public DataArray(T[] values, int offset, Shape shape, DataStep[] steps)
        : base(shape, steps)
    {
        _values = values;
        _offset = offset;
    }

    /// <summary>An array of values under a shape, as they come from outside.</summary>
    /// <exception cref="ArgumentException">One is null.</exception>
    public static DataArray<T> Of(T[] values, Shape shape)
    {
        if (typeof(T) == typeof(string) && Array.IndexOf(values, default) is var at and >= 0)
        {
            throw new ArgumentException(
                $"DataArray: expected strings but value {at} is null. Write \"\" where there is none.", nameof(values));
        }

        return new DataArray<T>(values, 0, shape, []);
    }

    public ReadOnlySpan<T> Values => _values.AsSpan(_offset, Count * SampleSize);

    /// <inheritdoc/>
    public override Type ElementType => typeof(T);

    /// <inheritdoc/>
    public override DType DType => DeepSharp.DType.Of(typeof(T))!.Value;

    internal override void RequireNumbers(string who)
    {
        if (_values is string[]) throw new ArgumentException($"{who}: {NoNumbers()}");
        int at = FirstInexact(0, Count * SampleSize);
        if (at >= 0) throw Refuse(who, at);
    }

    internal override long[] ToWholeNumbers()
    {
        var whole = new long[Count * SampleSize];
        switch (_values)
        {
            case long[] longs when Steps.Length == 0: longs.AsSpan(_offset, whole.Length).CopyTo(whole); break;
            case int[] ints when Steps.Length == 0:
                TensorPrimitives.ConvertTruncating<int, long>(ints.AsSpan(_offset, whole.Length), whole);
                break;
            default: Truncate(ToArray(), whole); break;
        }

        return whole;
    }

    // NaN would become id 0, and what is beyond the longs the largest of them.
    private static void Truncate(float[] values, Span<long> whole)
    {
        int wrong = Array.FindIndex(values, value => !(Math.Abs(value) < -(float)long.MinValue));
        if (wrong >= 0)
        {
            throw new ValueException(string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"expected numbers that 64-bit whole numbers can hold but value {wrong} of the data is {values[wrong]}. Correct it."));
        }

        TensorPrimitives.ConvertTruncating<float, long>(values, whole);
    }

    internal override DataArray Gather(ReadOnlySpan<int> indices)
    {
        var gathered = new T[indices.Length * SampleSize];
        for (int i = 0; i < indices.Length; i++)
        {
            _values.AsSpan(_offset + indices[i] * SampleSize, SampleSize).CopyTo(gathered.AsSpan(i * SampleSize));
        }

        return new DataArray<T>(gathered, 0, Shape.WithFirst(indices.Length), Steps);
    }

    private protected override void Convert(int firstValue, Span<float> destination)
    {
        int start = _offset + firstValue, count = destination.Length;
        switch (_values)
        {
            case float[] floats: floats.AsSpan(start, count).CopyTo(destination); break;
            case byte[] bytes: ConvertKernel.ToFloat(bytes.AsSpan(start, count), destination); break;
            case bool[] flags: ConvertKernel.ToFloat(MemoryMarshal.AsBytes(flags.AsSpan(start, count)), destination); break;
            case string[]: throw new InvalidOperationException($"DataArray: {NoNumbers()}");
            default:
                if (FirstInexact(firstValue, count) is var at and >= 0) throw Refuse("DataArray", firstValue + at);
                if (_values is int[] ints) ConvertKernel.ToFloat(ints.AsSpan(start, count), destination);
                else TensorPrimitives.ConvertTruncating<long, float>(((long[])(object)_values).AsSpan(start, count), destination);
                break;
        }
    }

    private protected override string Shown(int index) => _values[_offset + index] switch
    {
        string text => $"'{text}'",
        bool flag => flag ? "true" : "false",
        float number => number.ToString("G6", CultureInfo.InvariantCulture),
        var value => System.Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private protected override float Rounded(int index) =>
        System.Convert.ToSingle(_values[_offset + index], CultureInfo.InvariantCulture);

    private protected override ArraySegment<float>? RawFloats =>
        _values is float[] floats ? new ArraySegment<float>(floats, _offset, Count * SampleSize) : default(ArraySegment<float>?);

    private protected override DataArray Reshaped(Shape shape, DataStep[] steps) => new DataArray<T>(_values, _offset, shape, steps);

    private protected override DataArray View(int start, int count, DataStep[] steps) =>
        new DataArray<T>(_values, _offset + start * SampleSize, Shape.WithFirst(count), steps);

    private int FirstInexact(int firstValue, int count) => _values switch
    {
        int[] ints => WholeNumbers.FirstInexact<int>(ints.AsSpan(_offset + firstValue, count)),
        long[] longs => WholeNumbers.FirstInexact<long>(longs.AsSpan(_offset + firstValue, count)),
        _ => -1,
    };

    private ArgumentOutOfRangeException Refuse(string who, int at)
    {
        string place = SampleSize == 1 ? $"value {at}" : $"value {at % SampleSize} of sample {at / SampleSize}";
        return WholeNumbers.Refuse(who, place, System.Convert.ToInt64(_values[_offset + at], CultureInfo.InvariantCulture));
    }

    private string NoNumbers() =>
        $"expected numbers but got strings{(Count * SampleSize > 0 ? $", the first of them {Shown(0)}" : "")}. Begin the model with a " +
        "layer that turns them into numbers, a StringLookup or a Hashing, behind new Input([1], dtype: \"string\").";
}
