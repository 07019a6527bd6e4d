namespace DeepSharp.Kernels;

/// <summary>An element-wise function with some parameters for all images and some for each of them.</summary>
internal interface IImageFunction<TSelf> : IUnaryFunction, IUnaryGradient where TSelf : unmanaged, IImageFunction<TSelf>
{
    /// <summary>Numbers of an image.</summary>
    static abstract int Numbers { get; }

    /// <summary>Whether the derivative is there; else it is 0 almost everywhere, which no training can use.</summary>
    static virtual bool HasGradient => true;

    /// <summary>The function for an image.</summary>
    TSelf For(ReadOnlySpan<float> numbers);
}
