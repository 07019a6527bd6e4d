using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// The kernel of a <see cref="WindowProduct"/> in panels as wide as a register tile, (group, panel, tap, k, column), or in place where that
/// is as good.
/// </summary>
internal unsafe struct KernelPanels
{
    // A panel in place lies in rows far apart, which crowd into a few sets of the first cache: tall tiles do not mind up to four panels
    // side by side, tiles of six rows lose a tenth at four. With few pixels packing costs more than that: a 6x6x64 image to 64 filters runs
    // at 113 GFLOP/s in place and at 82 packed.
    private const int TallPanelsInPlace = 4;
    private const int PanelsInPlace = 2;
    private const int FewPixels = 64;

    public float* Start;

    /// <summary>Floats from one row of a panel to the next.</summary>
    public nint RowStride;

    public nint PanelStride;
    public nint GroupStride;

    /// <summary>First column of a group that these panels hold.</summary>
    public int FirstColumn;

    public int ColumnCount;

    /// <summary>Columns of a panel. The last panel may have fewer that count; the others are zero.</summary>
    public int Width;

    public readonly int Count => (ColumnCount + Width - 1) / Width;

    public readonly float* Panel(int group, int panel) => Start + group * GroupStride + panel * PanelStride;

    /// <summary>Columns of the panel that exist.</summary>
    public readonly int Existing(int panel) => Math.Min(Width, ColumnCount - panel * Width);

    /// <summary>
    /// The columns from <paramref name="firstColumn"/> on, packed into scratch memory of the calling thread unless they can
    /// stay where they are.
    /// </summary>
    public static KernelPanels Create(in WindowProduct product, int firstColumn, int columnCount, int width)
    {
        var panels = new KernelPanels { FirstColumn = firstColumn, ColumnCount = columnCount, Width = width };
        if (CanStayInPlace(product, columnCount, width))
        {
            panels.Start = product.Kernel + firstColumn;
            (panels.RowStride, panels.PanelStride, panels.GroupStride) = (product.TargetPixel, width, product.Columns);
            return panels;
        }

        panels.RowStride = width;
        panels.PanelStride = (nint)product.KernelRows * width;
        panels.GroupStride = panels.PanelStride * panels.Count;
        panels.Start = Scratch.Get(ScratchSlot.PackedRight, product.Groups * (long)panels.GroupStride);
        int blocks = product.Groups * panels.Count * product.Taps;
        int grain = (int)Math.Max(1, 32 * 1024 / ((long)product.Depth * width)); // about 10 microseconds
        WorkerPool.For(blocks, grain, new PackBody(product, panels));
        return panels;
    }

    private static bool CanStayInPlace(in WindowProduct product, int columnCount, int width)
    {
        if (product.TransposedKernel || columnCount % width != 0) return false;
        long pixels = (long)product.Batch * product.TargetRows * product.Horizontal.Targets;
        return pixels < FewPixels || product.TargetPixel <= (width == 32 ? TallPanelsInPlace : PanelsInPlace) * width;
    }

    // One index is one tap of one panel.
    private readonly struct PackBody(WindowProduct product, KernelPanels panels) : IRangeBody
    {
        private readonly WindowProduct _product = product;
        private readonly KernelPanels _panels = panels;

        public void Invoke(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                (int panelIndex, int tap) = Math.DivRem(i, _product.Taps);
                (int group, int panel) = Math.DivRem(panelIndex, _panels.Count);
                float* to = _panels.Panel(group, panel) + (nint)tap * _product.Depth * _panels.Width;
                int column = _panels.FirstColumn + panel * _panels.Width, existing = _panels.Existing(panel);
                if (_product.TransposedKernel) Transpose(tap, group, column, existing, to);
                else Copy(tap, group, column, existing, to);
            }
        }

        private void Copy(int tap, int group, int column, int existing, float* to)
        {
            int filters = _product.TargetPixel, width = _panels.Width;
            float* from = _product.Kernel + (nint)tap * _product.Depth * filters + group * _product.Columns + column;
            for (int k = 0; k < _product.Depth; k++, from += filters, to += width)
            {
                new ReadOnlySpan<float>(from, existing).CopyTo(new Span<float>(to, width));
                if (existing < width) new Span<float>(to + existing, width - existing).Clear();
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private void Transpose(int tap, int group, int column, int existing, float* to)
        {
            int filters = _product.SourcePixel, width = _panels.Width, depth = _product.Depth;
            float* from = _product.Kernel + ((nint)tap * _product.Columns + column) * filters + group * depth;
            int blockDepth = 0, blockColumns = 0;
            if (TransposeBlock.IsSupported && width % TransposeBlock.Size == 0)
            {
                blockDepth = depth / TransposeBlock.Size * TransposeBlock.Size;
                blockColumns = existing / TransposeBlock.Size * TransposeBlock.Size;
            }

            for (int k = 0; k < blockDepth; k += TransposeBlock.Size)
            {
                for (int j = 0; j < blockColumns; j += TransposeBlock.Size)
                {
                    TransposeBlock.Run(from + (nint)j * filters + k, filters, to + (nint)k * width + j, width);
                }
            }

            for (int k = 0; k < depth; k++)
            {
                float* row = to + (nint)k * width;
                for (int j = k < blockDepth ? blockColumns : 0; j < existing; j++) row[j] = from[(nint)j * filters + k];
                for (int j = existing; j < width; j++) row[j] = 0;
            }
        }
    }
}
