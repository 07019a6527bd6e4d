using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// Adds windows of values, one for each pixel of a row, to an image in which neighbouring windows may overlap. Strides count floats.
/// </summary>
internal unsafe struct WindowAdd
{
    public float* From;
    public nint FromRowStride;
    public nint FromPixelStride;

    public float* To;
    public nint ToRowStride;
    public nint ToPixelStride;

    public int Pixels;

    /// <summary>Windows of pixels this far from each other do not overlap.</summary>
    public int Apart;

    /// <summary>Rows a window.</summary>
    public int Rows;

    /// <summary>Values of one row of a window.</summary>
    public int Length;

    /// <summary>to[r, p, j] += from[r, p, j] for all rows, pixels and values.</summary>
    public readonly void Run()
    {
        int j = 0;
        if (F512.IsSupported) j = Columns<F512>(j);
        if (F256.IsSupported) j = Columns<F256>(j);
        if (F128.IsSupported) j = Columns<F128>(j);
        Columns<F1>(j);
    }

    // A value just stored cannot be loaded quickly as a part of another register: windows side by side are added first, then those that
    // begin a pixel later.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private readonly int Columns<TSimd>(int j) where TSimd : unmanaged, ISimd<TSimd>
    {
        nint fromStep = Apart * FromPixelStride, toStep = Apart * ToPixelStride;
        for (; j <= Length - TSimd.Width; j += TSimd.Width)
        {
            for (int first = 0; first < Apart; first++)
            {
                for (int row = 0; row < Rows; row++)
                {
                    float* from = From + row * FromRowStride + first * FromPixelStride + j;
                    float* to = To + row * ToRowStride + first * ToPixelStride + j;
                    for (int pixel = first; pixel < Pixels; pixel += Apart, from += fromStep, to += toStep)
                    {
                        TSimd.Store(TSimd.Load(to) + TSimd.Load(from), to);
                    }
                }
            }
        }

        return j;
    }
}
