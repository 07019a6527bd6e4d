using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace DeepSharp;

/// <summary>Adds what two metrics have added up of different batches, for the types that metrics count with.</summary>
internal static class MetricSums
{
    /// <exception cref="NotSupportedException">The values are no numbers.</exception>
    public static void Add<T>(Span<T> values, ReadOnlySpan<T> others)
        where T : unmanaged
    {
        if (typeof(T) == typeof(double)) Sum<T, double>(values, others);
        else if (typeof(T) == typeof(float)) Sum<T, float>(values, others);
        else if (typeof(T) == typeof(long)) Sum<T, long>(values, others);
        else if (typeof(T) == typeof(int)) Sum<T, int>(values, others);
        else if (typeof(T) == typeof(ulong)) Sum<T, ulong>(values, others);
        else if (typeof(T) == typeof(uint)) Sum<T, uint>(values, others);
        else if (typeof(T) == typeof(bool))
        {
            for (int i = 0; i < values.Length; i++)
            {
                if ((bool)(object)others[i]) values[i] = others[i];
            }
        }
        else
        {
            throw new NotSupportedException(
                $"expected numbers or bools to add but got {typeof(T).Name}. Say in KeepState what comes of two: " +
                "state.Keep(ref field, (mine, other) => ...).");
        }
    }

    private static void Sum<T, TNumber>(Span<T> values, ReadOnlySpan<T> others)
        where T : unmanaged
        where TNumber : unmanaged, System.Numerics.INumberBase<TNumber>
    {
        Span<TNumber> numbers = MemoryMarshal.Cast<T, TNumber>(values);
        TensorPrimitives.Add(numbers, MemoryMarshal.Cast<T, TNumber>(others), numbers);
    }
}
