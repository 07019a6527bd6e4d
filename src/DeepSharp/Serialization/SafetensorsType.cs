using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>A type of number in a safetensors file, and how its little-endian bytes become floats.</summary>
/// <param name="Name">As the header calls it, such as <c>BF16</c>.</param>
/// <param name="Size">Bytes of one number.</param>
/// <param name="Convert">Makes floats; returns the place of the first number that no float holds, or -1.</param>
internal sealed record SafetensorsType(string Name, int Size, SafetensorsType.Converter Convert)
{
    /// <summary>Turns as many numbers as <paramref name="to"/> is long.</summary>
    internal delegate int Converter(ReadOnlySpan<byte> from, Span<float> to);

    /// <summary>Whether every number of the type becomes a float, if only the nearest one.</summary>
    public bool IsReal => Name is "F32" or "F64" or "F16" or "BF16";

    /// <summary>All types that are read.</summary>
    public static NameTable<SafetensorsType> Table { get; } = new(
        "type",
        Entry("F32", 4, FromF32),
        Entry("F64", 8, FromF64),
        Entry("F16", 2, FromF16),
        Entry("BF16", 2, FromBF16),
        Entry("I64", 8, FromI64),
        Entry("I32", 4, FromI32),
        Entry("U8", 1, FromU8),
        Entry("BOOL", 1, FromBool));

    private static (string Name, SafetensorsType Type) Entry(string name, int size, Converter convert) =>
        (name, new SafetensorsType(name, size, convert));

    private static int FromF32(ReadOnlySpan<byte> from, Span<float> to)
    {
        from.CopyTo(MemoryMarshal.AsBytes(to));
        if (!BitConverter.IsLittleEndian)
        {
            Span<int> bits = MemoryMarshal.Cast<float, int>(to);
            BinaryPrimitives.ReverseEndianness(bits, bits);
        }

        return -1;
    }

    // Rounded to the nearest float; what is beyond the range of floats becomes an infinity.
    private static int FromF64(ReadOnlySpan<byte> from, Span<float> to)
    {
        for (int i = 0; i < to.Length; i++) to[i] = (float)BinaryPrimitives.ReadDoubleLittleEndian(from[(8 * i)..]);
        return -1;
    }

    private static int FromF16(ReadOnlySpan<byte> from, Span<float> to)
    {
        if (BitConverter.IsLittleEndian) TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(from), to);
        else for (int i = 0; i < to.Length; i++) to[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(from[(2 * i)..]);
        return -1;
    }

    // A bfloat16 is the upper half of a float.
    private static int FromBF16(ReadOnlySpan<byte> from, Span<float> to)
    {
        for (int i = 0; i < to.Length; i++)
        {
            to[i] = BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt16LittleEndian(from[(2 * i)..]) << 16);
        }

        return -1;
    }

    private static int FromI64(ReadOnlySpan<byte> from, Span<float> to)
    {
        for (int i = 0; i < to.Length; i++)
        {
            long value = BinaryPrimitives.ReadInt64LittleEndian(from[(8 * i)..]);
            to[i] = value;

            // 2^63 is the float next to the largest numbers, and no long.
            if (to[i] >= 9223372036854775808f || (long)to[i] != value) return i;
        }

        return -1;
    }

    private static int FromI32(ReadOnlySpan<byte> from, Span<float> to)
    {
        for (int i = 0; i < to.Length; i++)
        {
            int value = BinaryPrimitives.ReadInt32LittleEndian(from[(4 * i)..]);
            to[i] = value;
            if ((double)to[i] != value) return i;
        }

        return -1;
    }

    private static int FromU8(ReadOnlySpan<byte> from, Span<float> to)
    {
        ConvertKernel.ToFloat(from, to);
        return -1;
    }

    private static int FromBool(ReadOnlySpan<byte> from, Span<float> to)
    {
        ConvertKernel.ToFloat(from, to);
        return from.IndexOfAnyExceptInRange((byte)0, (byte)1);
    }
}
