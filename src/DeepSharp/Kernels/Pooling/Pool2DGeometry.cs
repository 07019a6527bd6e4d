namespace DeepSharp.Kernels;

/// <summary>
/// The sizes of a 2-D pooling, shared by the forward pass, its gradient and the reference of the tests. Images are (batch, rows, columns,
/// channels). Windows are dense: their dilation is 1, so that each holds at least one real cell.
/// </summary>
internal readonly record struct Pool2DGeometry(int Batch, int Channels, WindowAxis Rows, WindowAxis Columns)
{
    /// <summary>Cells of a window, of those that lie on the images.</summary>
    public long Window => (long)Rows.Window * Columns.Window;

    public long InLength => (long)Batch * Rows.Input * Columns.Input * Channels;

    public long OutLength => (long)Batch * Rows.Output * Columns.Output * Channels;

    /// <summary>Rows of all inputs together: what a backward pass is split by.</summary>
    public int InRows => InLength == 0 ? 0 : Batch * Rows.Input;

    /// <summary>Rows of all outputs together: what a forward pass is split by.</summary>
    public int OutRows => OutLength == 0 ? 0 : Batch * Rows.Output;

    /// <summary>2x2 cells, stride 2, none of them padding: what nearly every network has.</summary>
    public bool IsHalving => Halves(Rows) && Halves(Columns);

    public void Check()
    {
        if (Rows.Dilation == 1 && Columns.Dilation == 1) return;
        throw new ArgumentException($"A pooling kernel expected windows without dilation but got {this}.");
    }

    private static bool Halves(WindowAxis axis) =>
        axis is { Window: 2, Stride: 2, PadBefore: 0, PadAfter: 0 } && 2 * axis.Output <= axis.Input;
}
