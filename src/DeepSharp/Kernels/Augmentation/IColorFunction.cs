namespace DeepSharp.Kernels;

/// <summary>A function of the red, green and blue of a pixel, written once for every register width.</summary>
internal unsafe interface IColorFunction
{
    /// <summary>Numbers of an image.</summary>
    static abstract int Numbers { get; }

    /// <summary>Changes the colors of as many pixels as a register has values.</summary>
    void Invoke<TSimd>(float* numbers, ref TSimd red, ref TSimd green, ref TSimd blue) where TSimd : unmanaged, ISimd<TSimd>;
}
