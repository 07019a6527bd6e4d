namespace DeepSharp.Kernels;

/// <summary>Packs panels of B; an index is a group of neighbouring panels of one step.</summary>
internal readonly unsafe struct PackBody<TSimd>(MatMulSlab* slab) : IRangeBody where TSimd : unmanaged, ISimd<TSimd>
{
    private const int PanelsPerGroup = 8;

    public static int GroupsPerStep(int panels) => (panels - 1) / PanelsPerGroup + 1;

    public void Invoke(int start, int end)
    {
        int groups = GroupsPerStep(slab->Blocking.Panels);
        for (int i = start; i < end; i++)
        {
            int first = i % groups * PanelsPerGroup, last = Math.Min(first + PanelsPerGroup, slab->Blocking.Panels);
            PackPanels(*slab, first, last, i / groups);
        }
    }

    /// <summary>Packs panels from <paramref name="first"/> to before <paramref name="last"/>.</summary>
    public static void PackPanels(in MatMulSlab slab, int first, int last, int step)
    {
        int width = RegisterTile.Columns<TSimd>(), depth = slab.StepDepth(step), full = Math.Min(last, slab.Blocking.FullPanels);
        nint depthStride = slab.Problem.BDepthStride, columnStride = slab.Problem.BColumnStride;
        if (slab.Problem.IsTransposedB)
        {
            for (int panel = first; panel < full; panel++)
            {
                int column = panel * width;
                PanelPacking.Transpose(slab.B(column, step), columnStride, width, depth, slab.Packed(column, step), width);
            }
        }
        else if (first < full)
        {
            PanelPacking.CopyFull<TSimd>(slab.B(first * width, step), depthStride, depth, full - first, slab.Packed(first * width, step));
        }

        if (full == last) return;
        int edge = full * width, edgeColumns = slab.Blocking.EdgeColumns, edgeWidth = MatMulBlocking.EdgePanelColumns<TSimd>(edgeColumns);
        float* source = slab.B(edge, step), destination = slab.Packed(edge, step);
        if (slab.Problem.IsTransposedB) PanelPacking.Transpose(source, columnStride, edgeColumns, depth, destination, edgeWidth);
        else PanelPacking.CopyEdge(source, depthStride, edgeColumns, depth, destination, edgeWidth);
    }
}
