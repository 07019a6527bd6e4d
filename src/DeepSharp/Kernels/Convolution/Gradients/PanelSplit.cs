namespace DeepSharp.Kernels;

/// <summary>
/// How the panels of a <see cref="WindowProduct"/>, one part each, and its rows make the indices of a parallel loop: an index is a row of
/// all parts, or, part after part, a row of one. By shapes only.
/// </summary>
/// <remarks>
/// Whole rows read the image once and the kernel for each chunk of rows. Where rows are few and the kernel is large, as in the last layers
/// of a network for images, that is the wrong way round: 49 pixels with 512 channels are 0.1 MB, their kernel has 9.4 MB.
/// </remarks>
internal readonly struct PanelSplit
{
    // 256 KB: a smaller kernel stays in the second cache in any case.
    private const long SmallKernelFloats = 64 * 1024;
    private const int FewChunks = 8;

    private readonly int _parts;
    private readonly int _rows;
    private readonly bool _isByPart;

    public PanelSplit(in WindowProduct product, in KernelPanels panels, int rows)
    {
        (_parts, _rows) = (product.Groups * panels.Count, rows);
        double pixels = (double)product.Batch * product.TargetRows * product.Horizontal.Targets;
        double each = 2 * pixels / rows * product.KernelRows * panels.ColumnCount * product.Groups;
        Grain = WindowGrain.For(rows, each);
        int chunks = (rows - 1) / Grain + 1;
        double kernel = (double)product.KernelRows * panels.ColumnCount * product.Groups,
            image = product.Batch * (double)product.SourceImage;
        _isByPart = _parts > 1 && rows * each >= FewChunks * WindowGrain.OperationsOfChunk
            && (chunks < FewChunks || (kernel > SmallKernelFloats && panels.Count * image < chunks * kernel));
        if (_isByPart) Grain = WindowGrain.For(Count, each / _parts);
    }

    public int Grain { get; }

    public int Count => _isByPart ? _parts * _rows : _rows;

    /// <summary>The first part that the indices from <paramref name="start"/> on have rows of.</summary>
    public int FirstPart(int start) => _isByPart ? start / _rows : 0;

    /// <summary>The part after the last one that the indices before <paramref name="end"/> have rows of.</summary>
    public int EndPart(int end) => _isByPart ? (end - 1) / _rows + 1 : _parts;

    /// <summary>The rows of a part that are among the indices from <paramref name="start"/> to before <paramref name="end"/>.</summary>
    public (int First, int End) Rows(int part, int start, int end) =>
        _isByPart ? (Math.Max(start - part * _rows, 0), Math.Min(end - part * _rows, _rows)) : (start, end);
}
