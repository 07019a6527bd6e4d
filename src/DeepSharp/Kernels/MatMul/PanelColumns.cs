namespace DeepSharp.Kernels;

/// <summary>The panels of B that a block multiplies with, a step deep: read in place, or copied to scratch memory of the thread.</summary>
/// <remarks>Packed panels are [panel][depth][columns of a tile], the last one as narrow as its tile and filled up with zeros.</remarks>
internal readonly unsafe struct PanelColumns<TSimd> where TSimd : unmanaged, ISimd<TSimd>
{
    // Panels that are written side by side, row after row.
    private const int PanelsOfGroup = 8;

    private readonly float* _start;
    private readonly nint _panelStride;
    private readonly float* _edge;
    private readonly int _firstPanel;

    /// <summary>Copies what has to be, and sets the stride of B in <paramref name="task"/>.</summary>
    public PanelColumns(in MatMulPlan plan, int firstPanel, int lastPanel, int step, ref TileTask task)
    {
        int width = RegisterTile.Columns<TSimd>(), depth = task.Depth, full = Math.Min(lastPanel, plan.Blocking.FullPanels);
        if (plan.Problem.PackedB != null)
        {
            float* kept = plan.Problem.PackedB + (nint)plan.StepStart(step) * PackedColumns.RowFloats<TSimd>(plan.Problem.Columns);
            _firstPanel = firstPanel;
            (_panelStride, task.BDepthStride) = ((nint)depth * width, width);
            _start = kept + firstPanel * _panelStride;
            _edge = kept + plan.Blocking.FullPanels * _panelStride;
            return;
        }

        nint packedFloats = plan.ReadsBInPlace ? 0 : (nint)(full - firstPanel) * depth * width;
        bool hasEdge = full < lastPanel;
        int edgeWidth = hasEdge ? MatMulBlocking.EdgePanelColumns<TSimd>(plan.Blocking.EdgeColumns) : 0;
        float* packed = packedFloats == 0 && !hasEdge
            ? null
            : Scratch.Get(ScratchSlot.PackedRight, packedFloats + (long)edgeWidth * depth);
        _firstPanel = firstPanel;
        _edge = packed + packedFloats;
        if (hasEdge) PackEdge(plan, full * width, edgeWidth, step, depth);
        if (plan.ReadsBInPlace)
        {
            _start = plan.B(firstPanel * width, step);
            (_panelStride, task.BDepthStride) = (width, plan.Problem.BDepthStride);
            return;
        }

        _start = packed;
        (_panelStride, task.BDepthStride) = ((nint)depth * width, width);
        Pack(plan, firstPanel, full, step, depth);
    }

    /// <summary>A panel whose columns all exist.</summary>
    public float* Panel(int panel) => _start + (panel - _firstPanel) * _panelStride;

    /// <summary>The last panel, if it lacks columns.</summary>
    public float* Edge => _edge;

    private void Pack(in MatMulPlan plan, int first, int last, int step, int depth)
    {
        int width = RegisterTile.Columns<TSimd>();
        if (plan.Problem.IsTransposedB)
        {
            for (int panel = first; panel < last; panel++)
            {
                PanelPacking.Transpose(plan.B(panel * width, step), plan.Problem.BColumnStride, width, depth, Panel(panel), width);
            }

            return;
        }

        for (int panel = first; panel < last; panel += PanelsOfGroup)
        {
            int count = Math.Min(PanelsOfGroup, last - panel);
            PanelPacking.CopyFull<TSimd>(plan.B(panel * width, step), plan.Problem.BDepthStride, depth, count, Panel(panel));
        }
    }

    private void PackEdge(in MatMulPlan plan, int column, int width, int step, int depth)
    {
        float* source = plan.B(column, step);
        int columns = plan.Blocking.EdgeColumns;
        if (plan.Problem.IsTransposedB) PanelPacking.Transpose(source, plan.Problem.BColumnStride, columns, depth, _edge, width);
        else PanelPacking.CopyEdge(source, plan.Problem.BDepthStride, columns, depth, _edge, width);
    }
}
