namespace DeepSharp.Kernels;

/// <summary>
/// A <see cref="DepthwiseProduct"/> of 3 x 3 neighbouring taps with a stride of one, the usual kind, in strips of four columns that go down
/// the image: the nine taps stay in registers, and each source row serves three rows of sums before the next one is read. One index is a
/// block of rows of one image.
/// </summary>
/// <remarks>conv.dw96_56_3x3.fwd: 0.39 ms; row by row 0.43.</remarks>
internal readonly unsafe struct DepthwiseStrips(WindowProduct product, int blocksOfImage) : IRangeBody
{
    private const int Taps = 3;
    private const int Pixels = 4;

    // A block reads two rows more than it writes.
    private const int FewestRows = 8;
    private const double OperationsOfBlock = 1.2e6;

    private readonly WindowProduct _product = product;
    private readonly int _blocksOfImage = blocksOfImage;

    // With 16 registers, as 256 bits have, the taps do not fit and strips take 1.6 times as long as rows.
    public static bool CanRun(in WindowProduct product)
    {
        if (!F512.IsSupported || product.Groups < F512.Width) return false;
        if (product.TapRows > Taps || product.Frontal.Targets > 1) return false;
        if (!AreNeighbours(product.Vertical) || !AreNeighbours(product.Horizontal)) return false;
        (int first, int end) = Columns(product.Horizontal);
        return end - first >= Pixels;
    }

    public static void Run(in WindowProduct product)
    {
        int rows = product.Vertical.Targets;
        double operations = 2.0 * product.TargetImage * product.Taps;
        int blocks = (int)Math.Clamp(operations / OperationsOfBlock, 1, Math.Max(1, rows / FewestRows));
        int count = product.Batch * blocks;
        WorkerPool.For(count, WindowGrain.For(count, operations / blocks), new DepthwiseStrips(product, blocks));
    }

    public void Invoke(int start, int end)
    {
        int rows = _product.Vertical.Targets;
        (int first, int columnEnd) = Columns(_product.Horizontal);
        // A sum may be computed twice, but added to the target once.
        int last = _product.Accumulate ? columnEnd - (columnEnd - first) % Pixels : columnEnd;
        for (int index = start; index < end; index++)
        {
            (int image, int block) = Math.DivRem(index, _blocksOfImage);
            int row = (int)((long)rows * block / _blocksOfImage), rowEnd = (int)((long)rows * (block + 1) / _blocksOfImage);
            for (int u = first; u < last; u += Pixels) Strip(image, row, rowEnd, Math.Min(u, last - Pixels));
            if (first > 0 || last < _product.Horizontal.Targets)
            {
                new DepthwiseProduct(_product).RowsBut(first, last, image * rows + row, image * rows + rowEnd);
            }
        }
    }

    private static bool AreNeighbours(in TapAxis axis) =>
        axis.Taps == Taps && axis.Phases == 1 && axis.Step == 1 && Math.Abs(axis.Dilation) == 1;

    // Where the lowest tap reads for the first target position.
    private static int LowestOffset(in TapAxis axis) => Math.Min(0, axis.Dilation * (Taps - 1)) - axis.Padding;

    // The pixels that have a source pixel for their middle tap, and one for an outer tap at least.
    private static (int First, int End) Columns(in TapAxis axis)
    {
        int offset = LowestOffset(axis) + 1;
        return (Math.Max(0, -offset), Math.Min(axis.Targets, axis.Sources - offset));
    }

    private void Strip(int image, int row, int rowEnd, int u)
    {
        TapAxis vertical = _product.Vertical, horizontal = _product.Horizontal;
        int channels = _product.Groups, sourceRow = row + LowestOffset(vertical), sourceColumn = u + LowestOffset(horizontal);
        nint kernelColumn = horizontal.Dilation * channels, kernelRow = vertical.Dilation * Taps * channels;
        var task = new DepthwiseStrip
        {
            Source = _product.Source + image * _product.SourceImage + sourceRow * _product.SourceRow + (sourceColumn + 1) * (nint)channels,
            SourceRow = _product.SourceRow,
            FirstRow = Math.Max(0, -sourceRow),
            EndRow = vertical.Sources - sourceRow,
            HasBefore = sourceColumn >= 0,
            HasAfter = sourceColumn + Pixels + 1 < horizontal.Sources,
            Target = _product.Target + image * _product.TargetImage + row * _product.TargetRow + u * (nint)channels,
            TargetRow = _product.TargetRow,
            Rows = rowEnd - row,
            Kernel = _product.Kernel + Math.Max(0, -2 * kernelRow) + Math.Max(0, -2 * kernelColumn),
            KernelRow = kernelRow,
            KernelColumn = kernelColumn,
            Channels = channels,
            Bias = _product.Bias,
            Activation = _product.Activation,
            Accumulate = _product.Accumulate,
        };
        task.Run();
    }
}
