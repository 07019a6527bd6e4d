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
        bool areTogether = g.KernelWidth == g.Horizontal.AllTaps && (g.KernelPlanes == 1 || g.KernelHeight == g.Vertical.AllTaps);
        if (areTogether) return first;
        float* copy = Room(g);
        int length = RowLength(g);
        for (int row = 0; row < g.TapRows; row++)
        {
            CopyKernel.Copy(new ReadOnlySpan<float>(Row(g, first, row), length), new Span<float>(copy + (nint)row * length, length));
        }

        return copy;
    }

    /// <summary>Scratch memory for as many values as the kept taps have, such as their gradients.</summary>
    public static float* Room(in Conv2DGeometry g) => Scratch.Get(ScratchSlot.KeptTaps, g.TapRows * (long)RowLength(g));

    /// <summary>Writes the gradients of the kept taps to their places among those of all, which get 0, or adds them.</summary>
    public static void Put(in Conv2DGeometry g, float* kept, Span<float> kernel, bool accumulate)
    {
        if (!accumulate) kernel[..(int)g.KernelLength].Clear();
        fixed (float* all = kernel)
        {
            float* first = First(g, all);
            int length = RowLength(g);
            for (int row = 0; row < g.TapRows; row++)
            {
                var to = new Span<float>(Row(g, first, row), length);
                TensorPrimitives.Add(to, new ReadOnlySpan<float>(kept + (nint)row * length, length), to);
            }
        }
    }

    // A kept row among all rows of the kernel.
    private static float* Row(in Conv2DGeometry g, float* first, int row)
    {
        (int plane, int rowOfPlane) = Math.DivRem(row, g.KernelHeight);
        return first + ((nint)plane * g.Vertical.AllTaps + rowOfPlane) * RowStride(g);
    }

    private static float* First(in Conv2DGeometry g, float* kernel) =>
        kernel + ((nint)g.Frontal.TapsBefore * g.Vertical.AllTaps + g.Vertical.TapsBefore) * RowStride(g) +
            g.Horizontal.TapsBefore * TapLength(g);

    private static nint TapLength(in Conv2DGeometry g) => (nint)g.ChannelsPerGroup * g.Filters;

    private static int RowLength(in Conv2DGeometry g) => (int)(g.KernelWidth * TapLength(g));

    private static nint RowStride(in Conv2DGeometry g) => g.Horizontal.AllTaps * TapLength(g);
}
