namespace DeepSharp.Kernels;

/// <summary>Products of one block with another: rows in even tiles, columns panel by panel.</summary>
internal static unsafe class AttentionTiles
{
    /// <summary>C (+)= A·B for all columns of B in whole tiles.</summary>
    /// <param name="task">Operands and strides; A, B and C at their beginnings.</param>
    /// <param name="rows">Rows of C.</param>
    /// <param name="columns">Columns, padded to whole tiles.</param>
    /// <param name="panelStride">From a panel of B to the next: the tile's width where B is stored row by row.</param>
    public static void Multiply<TSimd>(TileTask task, int rows, int columns, nint panelStride) where TSimd : unmanaged, ISimd<TSimd>
    {
        var segment = default(TileSegment);
        task.Segments = &segment;
        task.SegmentCount = 1;
        int width = RegisterTile.Columns<TSimd>(), tiles = (rows - 1) / RegisterTile.Rows<TSimd>() + 1;
        float* a = task.A, c = task.C;
        for (int column = 0; column < columns; column += width, task.B += panelStride)
        {
            for (int tile = 0, row = 0; tile < tiles; tile++)
            {
                int end = AttentionBlocks.Start(tile + 1, tiles, rows);
                task.A = a + row * task.ARowStride;
                task.C = c + row * task.CRowStride + column;
                RegisterTile.Compute<TSimd>(end - row, task);
                row = end;
            }
        }
    }
}
