namespace DeepSharp.Kernels;

/// <summary>Where each pixel of an output comes from in its image: a struct of pointers.</summary>
internal unsafe interface IPixelMap
{
    /// <summary>The columns and rows that the pixels of a row come from, between pixels where they are no whole numbers.</summary>
    void Row(int image, int row, int width, float* columns, float* rows);
}
