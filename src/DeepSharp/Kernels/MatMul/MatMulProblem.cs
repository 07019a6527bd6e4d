namespace DeepSharp.Kernels;

/// <summary>
/// One product C (+)= A·B with what happens to C afterwards. Strides, in floats, tell a transposed operand from a plain one:
/// of the two strides
/// of A and of B one is always 1.
/// </summary>
internal unsafe struct MatMulProblem
{
    public float* A;
    public nint ARowStride;
    public nint ADepthStride;

    public float* B;
    public nint BDepthStride;
    public nint BColumnStride;

    /// <summary>B as <see cref="PackedColumns"/> keeps it, in its place; else null.</summary>
    public float* PackedB;

    /// <summary>Row-major and contiguous.</summary>
    public float* C;

    public int Rows;
    public int Inner;
    public int Columns;

    /// <summary>Add to C instead of overwriting it.</summary>
    public bool Accumulate;

    /// <summary>One value a column, or null.</summary>
    public float* Bias;

    public FusedActivation Activation;

    /// <summary>Threads that may share the work; 1 inside a parallel loop.</summary>
    public int Threads;

    /// <summary>Multiplications, the measure of work.</summary>
    public readonly long Products => (long)Rows * Inner * Columns;

    public readonly bool IsTransposedA => ARowStride == 1 && ADepthStride != 1;

    public readonly bool IsTransposedB => BColumnStride != 1;

    public readonly bool HasEpilogue => Bias != null || Activation != FusedActivation.None;
}
