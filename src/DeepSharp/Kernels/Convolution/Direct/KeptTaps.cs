using System.Numerics.Tensors;

namespace DeepSharp.Kernels;

/// <summary>
/// The taps of a kernel that lie on the images at some position (see <see cref="WindowAxis"/>), as a separate kernel. Only wide
/// dilations and images smaller than their window drop any.
/// </summary>
internal static unsafe class KeptTaps
{
    /// <summary>Those of <paramref name="kernel"/>: in place where they lie together, else a copy in scratch memory.</summary>
    public static float* Take(in Conv2DGeometry g, float* kernel)
    {
        float* first = First(g, kernel);
        if (g.Horizontal.Window == g.Horizontal.AllTaps) return first;
        float* copy = Room(g);
        nint length = RowLength(g);
        for (int row = 0; row < g.KernelHeight; row++)
        {
            CopyKernel.Copy(Row(first, row, RowStride(g), length), Row(copy, row, length, length));
        }

        return copy;
    }

    /// <summary>Scratch memory for as many values as the kept taps have, such as their gradients.</summary>
    public static float* Room(in Conv2DGeometry g) => Scratch.Get(ScratchSlot.KeptTaps, g.KernelHeight * (long)RowLength(g));

    /// <summary>Writes the gradients of the kept taps to their places among those of all, which get 0, or adds them.</summary>
    public static void Put(in Conv2DGeometry g, float* kept, Span<float> kernel, bool accumulate)
    {
        if (!accumulate) kernel[..(int)g.KernelLength].Clear();
        fixed (float* all = kernel)
        {
            float* first = First(g, all);
            nint length = RowLength(g);
            for (int row = 0; row < g.KernelHeight; row++)
            {
                Span<float> to = Row(first, row, RowStride(g), length);
                TensorPrimitives.Add(to, Row(kept, row, length, length), to);
            }
        }
    }

    private static Span<float> Row(float* first, int row, nint stride, nint length) => new(first + row * stride, (int)length);

    private static float* First(in Conv2DGeometry g, float* kernel) =>
        kernel + g.Vertical.TapsBefore * RowStride(g) + g.Horizontal.TapsBefore * TapLength(g);

    private static nint TapLength(in Conv2DGeometry g) => (nint)g.ChannelsPerGroup * g.Filters;

    private static nint RowLength(in Conv2DGeometry g) => g.KernelWidth * TapLength(g);

    private static nint RowStride(in Conv2DGeometry g) => g.Horizontal.AllTaps * TapLength(g);
}
