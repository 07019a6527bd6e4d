using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// The sizes of a pooling for the kernels, which know rows and columns: sequences are images of one row, and volumes are pooled in two
/// passes, each of their planes first, then from plane to plane.
/// </summary>
/// <remarks>
/// A mean of means of windows along different axes is the mean of all. Of equal maxima the first plane wins, and in it the first value,
/// which is the order of the whole window.
/// </remarks>
internal static class PoolPasses
{
    private static readonly WindowAxis s_one = WindowAxis.Create(1, 1, 1, 1, Border.Valid);

    /// <summary>Sequences, images, or all planes of volumes.</summary>
    public static Pool2DGeometry Planes(in SlidingWindow window, Shape x)
    {
        int last = window.Axes - 1;
        WindowAxis rows = last == 0 ? s_one : window.Axis(last - 1, x[last]);
        int planes = window.Axes < 3 ? x[0] : x.Size == 0 ? 0 : x[0] * x[1];
        return new Pool2DGeometry(planes, x[^1], rows, window.Axis(last, x[last + 1]));
    }

    /// <summary>From plane to plane of volumes whose planes are pooled: rows are planes, and all values of one are its channels.</summary>
    public static Pool2DGeometry Depths(in SlidingWindow window, Shape x, in Pool2DGeometry planes)
    {
        int values = planes.OutLength == 0 ? 0 : planes.Rows.Output * planes.Columns.Output * planes.Channels;
        return new Pool2DGeometry(x[0], values, window.Axis(0, x[1]), s_one);
    }
}
