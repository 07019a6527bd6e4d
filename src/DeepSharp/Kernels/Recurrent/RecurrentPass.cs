namespace DeepSharp.Kernels;

/// <summary>
/// What the steps of a recurrence read and write, forwards or backwards. Steps count in the order in which they are taken.
/// </summary>
internal unsafe struct RecurrentPass
{
    private const long ProductsOfGroup = 1 << 20;
    private const int LargestGroup = 56;
    private const int SmallestWideGroup = 28;
    private const int SmallestNarrowGroup = 8;
    private const int EnoughTasks = 16;

    public RecurrentShape Sizes;

    /// <summary>The sequence is taken from its end.</summary>
    public bool IsReversed;

    /// <summary>Y has a row for each step, not only for the last one.</summary>
    public bool ReturnsSequences;

    /// <summary>The output of a masked step is 0 instead of the output before.</summary>
    public bool ZeroesMasked;

    /// <summary>The outputs of the steps come in the reverse of the order in which steps are taken.</summary>
    public bool FlipsOutput;

    /// <summary>(batch, steps, inputs)</summary>
    public float* X;

    /// <summary>(batch, steps), 0 where the step is left out; or null.</summary>
    public float* Mask;

    /// <summary>With a mask: the first step of each sample that is not left out. Outputs before are 0.</summary>
    public int* FirstSteps;

    /// <summary>[slot][batch][row]: the input of a step and the state before it. Slots are used round robin.</summary>
    public float* Rows;
    public int RowSlots;

    /// <summary>[slot][panel][batch][panel width]: the cell before a step.</summary>
    public float* Cells;
    public int CellSlots;

    /// <summary>[step][panel][batch][value][panel width], or null.</summary>
    public float* Saved;
    public int SavedValues;

    /// <summary>The weights in the order in which tiles read them.</summary>
    public float* Panels;

    public float* Y;

    /// <summary>Backwards: [step of the chunk][batch][gates·units], one step more than the chunk has.</summary>
    public float* Gradients;
    public int ChunkStart;

    public float* OutputGradient;

    /// <summary>(batch, units), or null.</summary>
    public float* FinalStateGradient;

    /// <summary>[panel][batch][panel width]</summary>
    public float* CellGradients;

    /// <summary>[panel][batch][panel width]: what the gradient of a state gets not by way of the gates; or null.</summary>
    public float* Carry;

    /// <summary>Parts of the batch that are computed by themselves.</summary>
    public int RowGroups;

    /// <summary>A step is worth several threads. If not, each takes a part of the batch through all steps.</summary>
    public bool IsWide;

    /// <summary>Decides how the work is cut: by the shape alone.</summary>
    public void Cut()
    {
        int batch = Sizes.Batch;
        long products = (long)batch * Sizes.Depth * Sizes.GateColumns;
        IsWide = products >= 2 * ProductsOfGroup;
        if (!IsWide)
        {
            RowGroups = (int)Math.Clamp(products * Sizes.Steps / ProductsOfGroup, 1, Math.Max(1, batch / SmallestNarrowGroup));
            return;
        }

        RowGroups = (batch - 1) / LargestGroup + 1;
        while (Sizes.Panels * RowGroups < EnoughTasks && batch / (RowGroups + 1) >= SmallestWideGroup) RowGroups++;
    }

    public readonly int RowStart(int group) => (int)((long)group * Sizes.Batch / RowGroups);

    /// <summary>The place in the sequence of a step.</summary>
    public readonly int Time(int step) => IsReversed ? Sizes.Steps - 1 - step : step;

    public readonly float* Row(int step, int row) => Rows + ((nint)(step % RowSlots) * Sizes.Batch + row) * Sizes.RowStride;

    public readonly float* State(int step, int row, int panel) => Row(step, row) + Sizes.StateOffset + panel * Sizes.PanelWidth;

    public readonly float* Cell(int step, int row, int panel) =>
        Cells + (nint)(step % CellSlots) * Sizes.PanelValues + PanelOffset(row, panel);

    public readonly nint PanelOffset(int row, int panel) => ((nint)panel * Sizes.Batch + row) * Sizes.PanelWidth;

    public readonly float* SavedRow(int step, int row, int panel) =>
        Saved == null ? null : Saved + ((nint)step * Sizes.PanelValues + PanelOffset(row, panel)) * SavedValues;

    public readonly float* GradientRow(int step, int row) =>
        Gradients + ((nint)(step - ChunkStart) * Sizes.Batch + row) * Sizes.GradientStride;

    /// <summary>Where in the output, or its gradient, a row of a step is; null if it is not there.</summary>
    public readonly float* Output(float* output, int step, int row, int panel)
    {
        if (output == null || (!ReturnsSequences && step < Sizes.Steps - 1)) return null;
        nint at = ReturnsSequences ? (nint)row * Sizes.Steps + (FlipsOutput ? Sizes.Steps - 1 - step : step) : row;
        return output + at * Sizes.Units + panel * Sizes.PanelWidth;
    }

    public readonly bool IsMasked(int step, int row) => Mask != null && Mask[(nint)row * Sizes.Steps + Time(step)] == 0f;

    /// <summary>Whether the output of a step is the state and not 0.</summary>
    public readonly bool ShowsState(int step, int row) =>
        Mask == null || (ZeroesMasked ? !IsMasked(step, row) : step >= FirstSteps[row]);
}
