using System.Diagnostics.CodeAnalysis;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepSharp;

/// <summary>What .NET arrays of any rank hold, and doubles as floats.</summary>
internal static class NetArrays
{
    /// <summary>The values in row-major order, where they are.</summary>
    public static ReadOnlySpan<T> Flat<T>([NotNull] Array? values) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        return MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(values)), values.Length);
    }

    /// <summary>The lengths of the axes.</summary>
    public static Shape ShapeOf([NotNull] Array? values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Span<int> lengths = stackalloc int[values.Rank];
        for (int i = 0; i < lengths.Length; i++) lengths[i] = values.GetLength(i);
        return Shape.Create(lengths);
    }

    /// <summary>The nearest floats.</summary>
    public static float[] Round(ReadOnlySpan<double> values)
    {
        float[] floats = GC.AllocateUninitializedArray<float>(values.Length);
        TensorPrimitives.ConvertTruncating(values, floats);
        return floats;
    }

    /// <summary>The same numbers as doubles.</summary>
    public static double[] Widen(ReadOnlySpan<float> values)
    {
        double[] doubles = new double[values.Length];
        TensorPrimitives.ConvertChecked(values, doubles);
        return doubles;
    }
}
