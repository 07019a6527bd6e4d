using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepSharp.Kernels;

/// <summary>Integers to floats: destination[i] = (float)source[i], rounded to nearest even beyond 24 bits.</summary>
internal static unsafe class ConvertKernel
{
    /// <summary>Bytes of one step: a full 512-bit register of floats, two of 256 bits or four of 128.</summary>
    private const int Step = 16;

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void ToFloat(ReadOnlySpan<byte> source, Span<float> destination)
    {
        if (source.Length != destination.Length) ThrowLength(destination.Length, source.Length);
        int length = source.Length;
        int i = 0;
        fixed (byte* from = source)
        fixed (float* to = destination)
        {
            if (Vector128.IsHardwareAccelerated)
            {
                for (; i <= length - Step; i += Step) Widen(Vector128.Load(from + i), to + i);
            }

            for (; i < length; i++) to[i] = from[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void ToFloat(ReadOnlySpan<int> source, Span<float> destination)
    {
        if (source.Length != destination.Length) ThrowLength(destination.Length, source.Length);
        int length = source.Length;
        int i = 0;
        fixed (int* from = source)
        fixed (float* to = destination)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                for (; i <= length - 16; i += 16) Vector512.Store(Vector512.ConvertToSingle(Vector512.Load(from + i)), to + i);
            }

            if (Vector128.IsHardwareAccelerated)
            {
                for (; i <= length - 4; i += 4) Vector128.Store(Vector128.ConvertToSingle(Vector128.Load(from + i)), to + i);
            }

            for (; i < length; i++) to[i] = from[i];
        }
    }

    // Widened values are below 65,536, so the signed conversion is right, and unlike the unsigned one it is an instruction everywhere.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Widen(Vector128<byte> bytes, float* to)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Vector256<ushort> words = Vector256.WidenLower(bytes.ToVector256Unsafe());
            Vector512.Store(Vector512.ConvertToSingle(Vector512.WidenLower(words.ToVector512Unsafe()).AsInt32()), to);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            (Vector256<uint> low, Vector256<uint> high) = Vector256.Widen(Vector256.WidenLower(bytes.ToVector256Unsafe()));
            Vector256.Store(Vector256.ConvertToSingle(low.AsInt32()), to);
            Vector256.Store(Vector256.ConvertToSingle(high.AsInt32()), to + 8);
        }
        else
        {
            (Vector128<ushort> lowWords, Vector128<ushort> highWords) = Vector128.Widen(bytes);
            (Vector128<uint> first, Vector128<uint> second) = Vector128.Widen(lowWords);
            (Vector128<uint> third, Vector128<uint> fourth) = Vector128.Widen(highWords);
            Vector128.Store(Vector128.ConvertToSingle(first.AsInt32()), to);
            Vector128.Store(Vector128.ConvertToSingle(second.AsInt32()), to + 4);
            Vector128.Store(Vector128.ConvertToSingle(third.AsInt32()), to + 8);
            Vector128.Store(Vector128.ConvertToSingle(fourth.AsInt32()), to + 12);
        }
    }

    [DoesNotReturn]
    private static void ThrowLength(int got, int expected) =>
        throw new ArgumentException($"A kernel expected {expected} values but got {got}.");
}
