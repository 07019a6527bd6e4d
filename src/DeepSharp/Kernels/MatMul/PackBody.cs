namespace DeepSharp.Kernels;

/// <summary>Packs groups of panels of B; an index is a group.</summary>
internal readonly unsafe struct PackBody<TSimd>(MatMulSlab* slab) : IRangeBody where TSimd : unmanaged, ISimd<TSimd>
{
    /// <summary>Neighbouring panels that are packed together.</summary>
    public const int PanelsPerGroup = 4;

    public void Invoke(int start, int end)
    {
        int width = RegisterTile.Columns<TSimd>();
        int last = Math.Min(end * PanelsPerGroup, slab->Blocking.Panels);
        for (int panel = start * PanelsPerGroup; panel < last; panel++)
        {
            float* destination = slab->PackedB + (nint)panel * slab->Depth * width;
            bool isEdge = panel == slab->Blocking.FullPanels;
            PackPanel(*slab, panel * width, isEdge ? slab->Blocking.EdgeColumns : width, destination);
        }
    }

    /// <summary>Packs one panel, which starts at <paramref name="column"/> and has <paramref name="columns"/> columns.</summary>
    public static void PackPanel(in MatMulSlab slab, int column, int columns, float* destination)
    {
        int width = RegisterTile.Columns<TSimd>();
        bool isFull = columns == width;
        if (!isFull) width = MatMulBlocking.EdgePanelColumns<TSimd>(columns);

        float* source = slab.B(column);
        if (slab.Problem.IsTransposedB) PanelPacking.Transpose(source, slab.Problem.BColumnStride, columns, slab.Depth, destination, width);
        else if (isFull) PanelPacking.CopyFull<TSimd>(source, slab.Problem.BDepthStride, slab.Depth, destination, width);
        else PanelPacking.CopyEdge(source, slab.Problem.BDepthStride, columns, slab.Depth, destination, width);
    }
}
