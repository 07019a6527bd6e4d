using System.Runtime.InteropServices;
using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>A <see cref="DataArray"/> over an array of bytes, ints or floats.</summary>
internal sealed class DataArray<T> : DataArray where T : unmanaged
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
    /// <exception cref="ArgumentOutOfRangeException">They are ints of which a float does not hold one exactly.</exception>
    public static DataArray<T> Of(T[] values, Shape shape)
    {
        if (typeof(T) == typeof(int)) WholeNumbers.RequireExact(MemoryMarshal.Cast<T, int>(values.AsSpan()));
        return new DataArray<T>(values, 0, shape, []);
    }

    public ReadOnlySpan<T> Values => _values.AsSpan(_offset, Count * SampleSize);

    /// <inheritdoc/>
    public override Type ElementType => typeof(T);

    private protected override void Convert(int firstValue, Span<float> destination)
    {
        ReadOnlySpan<T> source = _values.AsSpan(_offset + firstValue, destination.Length);
        if (typeof(T) == typeof(byte)) ConvertKernel.ToFloat(MemoryMarshal.AsBytes(source), destination);
        else if (typeof(T) == typeof(int)) ConvertKernel.ToFloat(MemoryMarshal.Cast<T, int>(source), destination);
        else MemoryMarshal.Cast<T, float>(source).CopyTo(destination);
    }

    private protected override ArraySegment<float>? RawFloats =>
        _values is float[] floats ? new ArraySegment<float>(floats, _offset, Count * SampleSize) : default(ArraySegment<float>?);

    private protected override DataArray Reshaped(Shape shape, DataStep[] steps) => new DataArray<T>(_values, _offset, shape, steps);

    private protected override DataArray View(int start, int count, DataStep[] steps) =>
        new DataArray<T>(_values, _offset + start * SampleSize, Shape.WithFirst(count), steps);
}
