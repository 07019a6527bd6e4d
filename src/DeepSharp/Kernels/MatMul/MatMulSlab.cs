namespace DeepSharp.Kernels;

/// <summary>A slab of a product: some columns, 256 of its depth. What the parallel loops over its panels and blocks read.</summary>
internal unsafe struct MatMulSlab
{
    public MatMulProblem Problem;
    public MatMulBlocking Blocking;

    public int ColumnStart;
    public int Columns;

    public int DepthStart;
    public int Depth;

    /// <summary>Panels of B, [panel][depth][columns of a tile], the last one as narrow as its tile and filled up with zeros.</summary>
    public float* PackedB;

    /// <summary>The panels with all their columns are read from B itself.</summary>
    public bool ReadsBInPlace;

    /// <summary>A block's rows of A are copied before use, because their stride is a bad one.</summary>
    public bool PacksA;

    /// <summary>C holds what the sums are added to.</summary>
    public readonly bool AddsToC => Problem.Accumulate || DepthStart > 0;

    public readonly bool IsLast => DepthStart + Depth == Problem.Inner;

    public readonly float* A(int row) => Problem.A + row * Problem.ARowStride + DepthStart * Problem.ADepthStride;

    public readonly float* B(int column) => Problem.B + (ColumnStart + column) * Problem.BColumnStride + DepthStart * Problem.BDepthStride;

    public readonly float* C(int row, int column) => Problem.C + (nint)row * Problem.Columns + ColumnStart + column;

    public readonly float* Bias(int column) => Problem.Bias == null ? null : Problem.Bias + ColumnStart + column;
}
