namespace DeepSharp.Kernels;

/// <summary>A product and how it is computed: what the parallel loop over its blocks reads.</summary>
internal unsafe struct MatMulPlan
{
    public MatMulProblem Problem;
    public MatMulBlocking Blocking;

    /// <summary>Pieces of the depth, each short enough for a panel of it to stay in cache.</summary>
    public int Steps;

    /// <summary>The panels with all their columns are read from B itself.</summary>
    public bool ReadsBInPlace;

    /// <summary>A tile's rows of A are copied before use, because their stride is a bad one.</summary>
    public bool PacksA;

    /// <summary>Where a step starts.</summary>
    public readonly int StepStart(int step) => (int)((long)step * Problem.Inner / Steps);

    public readonly int StepDepth(int step) => StepStart(step + 1) - StepStart(step);

    /// <summary>C holds what the sums of this step are added to.</summary>
    public readonly bool AddsToC(int step) => Problem.Accumulate || step > 0;

    /// <summary>This step completes the sums, and there is a bias or an activation to come.</summary>
    public readonly bool HasEpilogue(int step) => Problem.HasEpilogue && step == Steps - 1;

    public readonly float* A(int row, int step) => Problem.A + row * Problem.ARowStride + StepStart(step) * Problem.ADepthStride;

    public readonly float* B(int column, int step) => Problem.B + column * Problem.BColumnStride + StepStart(step) * Problem.BDepthStride;

    public readonly float* C(int row, int column) => Problem.C + (nint)row * Problem.Columns + column;

    public readonly float* Bias(int column) => Problem.Bias == null ? null : Problem.Bias + column;
}
