using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// The transforms of squares: first along the columns into a buffer of the first cache, then along the rows. Frequencies are planes a
/// stride apart, row by row; the buffer holds (Outputs + 2)² registers.
/// </summary>
internal static unsafe class WinogradTransform<TSimd, TTile>
    where TSimd : unmanaged, ISimd<TSimd> where TTile : struct, IWinogradTile
{
    /// <summary>Sources of one register of channels to planes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(float* from, nint rowStride, nint pixelStride, float* buffer, float* to, nint planeStride)
    {
        int side = TTile.Outputs + 2, width = TSimd.Width;
        for (int j = 0; j < side; j++) TTile.Input<TSimd>(from + j * pixelStride, rowStride, buffer + j * width, side * width);
        for (int i = 0; i < side; i++) TTile.Input<TSimd>(buffer + i * side * width, width, to + i * side * planeStride, planeStride);
    }

    /// <summary>The nine taps of a kernel to planes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Kernel(float* from, nint tapStride, float* buffer, float* to, nint planeStride)
    {
        int side = TTile.Outputs + 2, width = TSimd.Width;
        for (int j = 0; j < 3; j++) TTile.Kernel<TSimd>(from + j * tapStride, 3 * tapStride, buffer + j * width, 3 * width);
        for (int i = 0; i < side; i++) TTile.Kernel<TSimd>(buffer + i * 3 * width, width, to + i * side * planeStride, planeStride);
    }

    /// <summary>Planes to targets, which come to lie row by row in <paramref name="to"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(float* from, nint planeStride, float* buffer, float* to)
    {
        int side = TTile.Outputs + 2, outputs = TTile.Outputs, width = TSimd.Width;
        for (int j = 0; j < side; j++)
        {
            TTile.Output<TSimd>(from + j * planeStride, side * planeStride, buffer + j * width, side * width);
        }

        for (int i = 0; i < outputs; i++)
        {
            TTile.Output<TSimd>(buffer + i * side * width, width, to + i * outputs * width, width);
        }
    }

    /// <summary>Gradients of the targets of one register of filters to planes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OutputGradient(float* from, nint rowStride, nint pixelStride, float* buffer, float* to, nint planeStride)
    {
        int side = TTile.Outputs + 2, outputs = TTile.Outputs, width = TSimd.Width;
        for (int j = 0; j < outputs; j++)
        {
            TTile.OutputGradient<TSimd>(from + j * pixelStride, rowStride, buffer + j * width, outputs * width);
        }

        for (int i = 0; i < side; i++)
        {
            TTile.OutputGradient<TSimd>(buffer + i * outputs * width, width, to + i * side * planeStride, planeStride);
        }
    }

    /// <summary>Planes to the gradients of nine taps, which come to lie one register after the other in <paramref name="to"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void KernelGradient(float* from, nint planeStride, float* buffer, float* to)
    {
        int side = TTile.Outputs + 2, width = TSimd.Width;
        for (int j = 0; j < side; j++)
        {
            TTile.KernelGradient<TSimd>(from + j * planeStride, side * planeStride, buffer + j * width, side * width);
        }

        for (int i = 0; i < 3; i++) TTile.KernelGradient<TSimd>(buffer + i * side * width, width, to + i * 3 * width, width);
    }
}
