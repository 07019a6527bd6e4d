using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// Fetches the stretch of image and output gradient that comes next, a little before every tile. Tiles read a few values of each pixel, at
/// steps that no hardware foresees: from memory they would wait for every line (8 x 56x56x256 to 64, one tap: 137 to 211 GFLOP/s).
/// </summary>
internal unsafe struct StretchAhead
{
    private const int Line = 16;

    // More than 16 MB is beyond most last-level caches; from those the tiles are faster without.
    private const long CachedFloats = 4 * 1024 * 1024;

    private float* _image;
    private float* _gradient;
    private int _imageLines;
    private int _gradientLines;
    private int _imageFetched;
    private int _gradientFetched;

    /// <summary>Whether image and output gradient come from memory rather than from a cache.</summary>
    public static bool IsUseful(in KernelGradient gradient) =>
        !gradient.DepthIsImages && gradient.Geometry.InLength + gradient.Geometry.OutLength > CachedFloats;

    /// <summary>For the depth units from first to before end. The default value fetches nothing.</summary>
    public static StretchAhead Create(in KernelGradient gradient, int firstUnit, int endUnit)
    {
        // With several taps a kernel row this is about where the next image rows lie.
        double imageOfUnit = (double)gradient.Geometry.InLength / gradient.DepthUnits;
        nint first = (nint)(imageOfUnit * firstUnit), end = (nint)(imageOfUnit * endUnit);
        return new StretchAhead
        {
            _image = gradient.Image + first,
            _imageLines = (int)((end - first) / Line),
            _gradient = gradient.OutputGradient + firstUnit * gradient.OutputRow,
            _gradientLines = (int)((endUnit - firstUnit) * gradient.OutputRow / Line),
        };
    }

    /// <summary>Fetches until <paramref name="part"/> of <paramref name="parts"/> are done.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void Fetch(int part, int parts)
    {
        int imageEnd = (int)((long)_imageLines * part / parts), gradientEnd = (int)((long)_gradientLines * part / parts);
        for (; _imageFetched < imageEnd; _imageFetched++) Prefetch.SecondLevelLine(_image + _imageFetched * (nint)Line);
        for (; _gradientFetched < gradientEnd; _gradientFetched++) Prefetch.SecondLevelLine(_gradient + _gradientFetched * (nint)Line);
    }
}
