using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// A <see cref="WindowProduct"/> by tiles of neighbouring pixels of one row. One index is a stretch of a target row, of all panels or of
/// one; a row is cut evenly, so that no tile is much smaller than the others (30 pixels are 10 + 10 + 10).
/// </summary>
internal readonly unsafe struct RowTiles<TSimd>(WindowProduct product, KernelPanels panels, PanelSplit split, int stretches) : IRangeBody
    where TSimd : unmanaged, ISimd<TSimd>
{
    /// <summary>Pixels of a row that are finished together: their sums stay in the first cache between passes.</summary>
    public const int StretchPixels = 112;

    private readonly WindowProduct _product = product;
    private readonly KernelPanels _panels = panels;
    private readonly PanelSplit _split = split;
    private readonly int _stretches = stretches;

    public static void Run(in WindowProduct product, in KernelPanels panels)
    {
        int stretches = (product.Horizontal.Targets + StretchPixels - 1) / StretchPixels;
        var split = new PanelSplit(product, panels, product.Batch * product.TargetRows * stretches);
        WorkerPool.For(split.Count, split.Grain, new RowTiles<TSimd>(product, panels, split, stretches));
    }

    public void Invoke(int start, int end)
    {
        WindowProduct product = _product;
        long passLength = TapPasses.ScratchLength(product.Horizontal.Taps);
        float* scratch = Scratch.Get(ScratchSlot.Segments, passLength + product.Taps * (long)(sizeof(TileSegment) / sizeof(float)));
        TapPasses passes = TapPasses.Build(product.Horizontal, product.Groups == 1, scratch);
        var sweep = new Sweep
        {
            Product = product,
            Panels = _panels,
            Passes = passes,
            Segments = (TileSegment*)(scratch + passLength),
            EdgeTile = Scratch.Get(ScratchSlot.EdgeTile, StretchPixels * _panels.Width),
            Stretches = _stretches,
        };

        // Panels outside: one panel of the kernel stays in the second cache while all rows of the range pass by.
        for (int part = _split.FirstPart(start); part < _split.EndPart(end); part++)
        {
            (int group, int panel) = Math.DivRem(part, _panels.Count);
            (int first, int last) = _split.Rows(part, start, end);
            sweep.SetPanel(group, panel);
            for (int i = first; i < last; i++) sweep.Row(i);
        }
    }

    private struct Sweep
    {
        public WindowProduct Product;
        public KernelPanels Panels;
        public TapPasses Passes;
        public TileSegment* Segments;
        public float* EdgeTile;
        public int Stretches;

        private float* _panel;
        private int _existing;
        private nint _sourceColumn;
        private nint _targetColumn;

        // The planes and rows of the kernel that the segments are for.
        private TapRange _planes;
        private TapRange _rows;
        private int _tapRows;

        public void SetPanel(int group, int panel)
        {
            _panel = Panels.Panel(group, panel);
            _existing = Panels.Existing(panel);
            _sourceColumn = group * Product.Depth;
            _targetColumn = group * Product.Columns + Panels.FirstColumn + panel * Panels.Width;
            (_planes, _rows) = (TapRange.None, TapRange.None);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        public void Row(int index)
        {
            (int rowIndex, int stretch) = Math.DivRem(index, Stretches);
            (int image, int rowOfImage) = Math.DivRem(rowIndex, Product.TargetRows);
            (int plane, int row) = Math.DivRem(rowOfImage, Product.Vertical.Targets);
            int width = Product.Horizontal.Targets;
            int begin = (int)((long)width * stretch / Stretches), end = (int)((long)width * (stretch + 1) / Stretches);
            PrepareSegments(TapRange.Of(Product.Frontal, plane), TapRange.Of(Product.Vertical, row));

            float* source = Product.Source + image * Product.SourceImage + Product.Frontal.Start(plane) * Product.SourcePlane
                + Product.Vertical.Start(row) * Product.SourceRow + _sourceColumn;
            float* final = Product.Target + rowIndex * Product.TargetRow + begin * (nint)Product.TargetPixel + _targetColumn;
            bool isEdge = _existing < Panels.Width;
            float* target = isEdge ? EdgeTile : final;
            nint targetStride = isEdge ? Panels.Width : Product.TargetPixel;

            bool accumulate = Product.Accumulate && !isEdge;
            if (!accumulate && (_tapRows == 0 || !Passes.FirstCoversAll))
            {
                TileEpilogue.Clear(target, end - begin, targetStride, Panels.Width);
                accumulate = true;
            }

            if (_tapRows > 0) SumPasses(source, target, targetStride, begin, end, accumulate);

            float* bias = Product.Bias == null ? null : Product.Bias + _targetColumn;
            if (isEdge)
            {
                TileEpilogue.CopyOut<TSimd>(
                    target, final, Product.TargetPixel, end - begin, _existing, bias, Product.Activation, Product.Accumulate);
            }
            else if (bias != null || Product.Activation != FusedActivation.None)
            {
                TileEpilogue.InPlace<TSimd>(target, end - begin, targetStride, bias, Product.Activation);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private readonly void SumPasses(float* source, float* target, nint targetStride, int begin, int end, bool accumulate)
        {
            int phases = Product.Horizontal.Phases, mostRows = RegisterTile.Rows<TSimd>();
            nint step = (nint)Product.Horizontal.Step * Product.SourcePixel;
            var task = new TileTask
            {
                ARowStride = step,
                ADepthStride = 1,
                B = _panel,
                BDepthStride = Panels.RowStride,
                CRowStride = phases * targetStride,
            };
            for (int i = 0; i < Passes.Count; i++)
            {
                ref TapPass pass = ref Passes.Passes[i];
                int lo = begin, hi = end;
                if (phases > 1) (lo, hi) = ((begin - pass.Phase + phases - 1) / phases, (end - pass.Phase + phases - 1) / phases);
                (lo, hi) = (Math.Max(lo, pass.Lo), Math.Min(hi, pass.Hi));
                if (lo >= hi) continue;

                task.Segments = Segments + pass.FirstRun * Product.TapRows;
                task.SegmentCount = pass.RunCount * _tapRows;
                task.Depth = pass.RunLength * Product.Depth;
                task.Accumulate = accumulate || i > 0;
                int tiles = (hi - lo + mostRows - 1) / mostRows, small = (hi - lo) / tiles, larger = (hi - lo) % tiles;
                task.A = source + lo * step;
                task.C = target + (lo * phases + pass.Phase - begin) * targetStride;
                for (int tile = 0; tile < tiles; tile++)
                {
                    int rows = tile < larger ? small + 1 : small;
                    RegisterTile.Compute<TSimd>(rows, task);
                    task.A += rows * step;
                    task.C += rows * task.CRowStride;
                }
            }
        }

        // Segments of all passes for the rows of the kernel that exist at this height: the same for all rows but those near the border.
        private void PrepareSegments(in TapRange planes, in TapRange rows)
        {
            if (planes == _planes && rows == _rows) return;
            (_planes, _rows, _tapRows) = (planes, rows, planes.Count * rows.Count);
            for (int i = 0; i < Passes.Count && _tapRows > 0; i++) FillSegments(Passes.Passes[i]);
        }

        private readonly void FillSegments(in TapPass pass)
        {
            TileSegment* next = Segments + pass.FirstRun * Product.TapRows;
            int planesLeft = _planes.Count;
            for (int tapPlane = _planes.First; planesLeft > 0; tapPlane++)
            {
                if (!Product.Frontal.TryOffset(_planes.Phase, tapPlane, out int planeOffset)) continue;
                planesLeft--;
                int rowsLeft = _rows.Count;
                for (int tapRow = _rows.First; rowsLeft > 0; tapRow++)
                {
                    if (!Product.Vertical.TryOffset(_rows.Phase, tapRow, out int rowOffset)) continue;
                    rowsLeft--;
                    next = AddRuns(
                        pass, planeOffset * Product.SourcePlane + rowOffset * Product.SourceRow,
                        tapPlane * Product.Vertical.Taps + tapRow, next);
                }
            }
        }

        private readonly TileSegment* AddRuns(in TapPass pass, nint rowStart, int tapRow, TileSegment* next)
        {
            for (int r = 0; r < pass.RunCount; r++)
            {
                TapRun run = Passes.Runs[pass.FirstRun + r];
                nint kernelRow = (nint)(tapRow * Product.Horizontal.Taps + run.Tap) * Product.Depth;
                *next++ = new TileSegment(rowStart + run.Offset * (nint)Product.SourcePixel, kernelRow * Panels.RowStride);
            }

            return next;
        }
    }
}
