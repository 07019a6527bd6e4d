using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepSharp.Kernels;

/// <summary>An 8x8 block transposed in registers.</summary>
internal static unsafe class RegisterTranspose
{
    public const int Size = 8;

    public static bool IsSupported => Avx.IsSupported;

    /// <summary>y[c·yStride + r] = x[r·xStride + c] for r and c below 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(float* x, nint xStride, float* y, nint yStride)
    {
        // Each row holds columns 0-3 of row r and of row r + 4, so that what remains is transposing 4x4 within both halves.
        Vector256<float> r0 = Halves(x, xStride), r1 = Halves(x + xStride, xStride);
        Vector256<float> r2 = Halves(x + 2 * xStride, xStride), r3 = Halves(x + 3 * xStride, xStride);
        Store4(r0, r1, r2, r3, y, yStride);
        x += 4;
        r0 = Halves(x, xStride);
        r1 = Halves(x + xStride, xStride);
        r2 = Halves(x + 2 * xStride, xStride);
        r3 = Halves(x + 3 * xStride, xStride);
        Store4(r0, r1, r2, r3, y + 4 * yStride, yStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Halves(float* row, nint stride) =>
        Vector256.Create(Vector128.Load(row), Vector128.Load(row + 4 * stride));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store4(Vector256<float> r0, Vector256<float> r1, Vector256<float> r2, Vector256<float> r3, float* y, nint stride)
    {
        Vector256<float> low01 = Avx.UnpackLow(r0, r1), high01 = Avx.UnpackHigh(r0, r1);
        Vector256<float> low23 = Avx.UnpackLow(r2, r3), high23 = Avx.UnpackHigh(r2, r3);
        Avx.Shuffle(low01, low23, 0x44).Store(y);
        Avx.Shuffle(low01, low23, 0xEE).Store(y + stride);
        Avx.Shuffle(high01, high23, 0x44).Store(y + 2 * stride);
        Avx.Shuffle(high01, high23, 0xEE).Store(y + 3 * stride);
    }
}
