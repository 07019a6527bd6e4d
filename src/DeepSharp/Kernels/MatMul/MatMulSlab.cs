namespace DeepSharp.Kernels;

/// <summary>
/// A slab of a product: the columns and the depth whose part of B is packed at a time. What the parallel loops over panels and blocks read.
/// </summary>
internal unsafe struct MatMulSlab
{
    public MatMulProblem Problem;
    public MatMulBlocking Blocking;

    public int ColumnStart;
    public int Columns;

    public int DepthStart;
    public int Depth;

    /// <summary>Pieces of the depth, each short enough for a panel of it to stay in cache.</summary>
    public int Steps;

    /// <summary>
    /// Panels of B, [step][panel][depth][columns of a tile], the last panel as narrow as its tile and filled up with zeros.
    /// </summary>
    public float* PackedB;

    /// <summary>Columns of all panels that are packed, in whole cache lines.</summary>
    public int PackedColumns;

    /// <summary>The panels with all their columns are read from B itself.</summary>
    public bool ReadsBInPlace;

    /// <summary>A block's rows of A are copied before use, because their stride is a bad one.</summary>
    public bool PacksA;

    /// <summary>Where a step starts, counted from the start of the slab.</summary>
    public readonly int StepStart(int step) => (int)((long)step * Depth / Steps);

    public readonly int StepDepth(int step) => StepStart(step + 1) - StepStart(step);

    /// <summary>C holds what the sums of this step are added to.</summary>
    public readonly bool AddsToC(int step) => Problem.Accumulate || DepthStart + step > 0;

    /// <summary>This step completes the sums, and there is a bias or an activation to come.</summary>
    public readonly bool HasEpilogue(int step) => Problem.HasEpilogue && step == Steps - 1 && DepthStart + Depth == Problem.Inner;

    public readonly float* A(int row, int step) =>
        Problem.A + row * Problem.ARowStride + (DepthStart + StepStart(step)) * Problem.ADepthStride;

    public readonly float* B(int column, int step) =>
        Problem.B + (ColumnStart + column) * Problem.BColumnStride + (DepthStart + StepStart(step)) * Problem.BDepthStride;

    /// <summary>The packed panel that starts at a column.</summary>
    public readonly float* Packed(int column, int step)
    {
        int firstColumn = ReadsBInPlace ? Blocking.FullPanels * Blocking.PanelColumns : 0;
        return PackedB + (nint)StepStart(step) * PackedColumns + (nint)(column - firstColumn) * StepDepth(step);
    }

    public readonly float* C(int row, int column) => Problem.C + (nint)row * Problem.Columns + ColumnStart + column;

    public readonly float* Bias(int column) => Problem.Bias == null ? null : Problem.Bias + ColumnStart + column;
}
