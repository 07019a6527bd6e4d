namespace DeepSharp.Kernels;

/// <summary>A recurrence over whole sequences, forwards. The same bits for any number of threads.</summary>
/// <remarks>Scratch memory of the calling thread (recurrent panels and steps, and that of products) is overwritten.</remarks>
internal static unsafe partial class RecurrentKernels
{
    /// <summary>Length of <see cref="RecurrentBuffers.Rows"/>.</summary>
    public static long RowsLength(in RecurrentShape shape) => (shape.Steps + 1L) * shape.Batch * shape.RowStride;

    /// <summary>Length of <see cref="RecurrentBuffers.Cells"/>.</summary>
    public static long CellsLength(in RecurrentShape shape) => (shape.Steps + 1L) * shape.PanelValues;

    /// <summary>Length of <see cref="RecurrentBuffers.Saved"/>.</summary>
    public static long SavedLength<TCell>(in RecurrentShape shape) where TCell : unmanaged, IRecurrentCell =>
        (long)shape.Steps * shape.PanelValues * TCell.SavedValues;

    /// <summary>Writes the output and, where asked for, the last states.</summary>
    public static void Forward<TCell>(in RecurrentBuffers buffers) where TCell : unmanaged, IRecurrentCell
    {
        RecurrentShape shape = buffers.Sizes;
        Check(buffers);
        bool isRecorded = !buffers.Rows.IsEmpty;
        fixed (float* x = buffers.X, mask = buffers.Mask, kernel = buffers.Kernel, recurrent = buffers.RecurrentKernel, bias = buffers.Bias)
        fixed (float* y = buffers.Y, rows = buffers.Rows, cells = buffers.Cells, saved = buffers.Saved)
        fixed (int* firstSteps = buffers.FirstSteps)
        {
            RecurrentPass pass = Begin<TCell>(buffers);
            pass.X = x;
            pass.Mask = mask;
            pass.Y = y;
            pass.Saved = saved;
            pass.FirstSteps = firstSteps;
            pass.Panels = Scratch.Get(ScratchSlot.RecurrentPanels, (long)shape.Panels * shape.PanelWidth * shape.Sums * shape.Depth);
            pass.Rows = rows;
            pass.RowSlots = shape.Steps + 1;
            pass.Cells = cells;
            pass.CellSlots = shape.Steps + 1;
            if (!isRecorded)
            {
                // Two steps take turns; a cell is not read again once it is overwritten.
                nint rowsLength = 2 * (nint)shape.Batch * shape.RowStride;
                pass.Rows = Scratch.Get(ScratchSlot.RecurrentSteps, rowsLength + (TCell.HasCell ? shape.PanelValues : 0));
                pass.RowSlots = 2;
                pass.Cells = pass.Rows + rowsLength;
                pass.CellSlots = 1;
            }

            if (mask != null) FindFirstSteps(pass);
            SetInitialStates(pass, buffers, TCell.HasCell);
            switch (shape.PanelWidth)
            {
                case 32: Run<F512, TCell>(&pass, kernel, bias, recurrent); break;
                case 16: Run<F256, TCell>(&pass, kernel, bias, recurrent); break;
                case 8: Run<F128, TCell>(&pass, kernel, bias, recurrent); break;
                default: Run<F1, TCell>(&pass, kernel, bias, recurrent); break;
            }

            GetFinalStates(pass, buffers);
        }
    }

    private static void Run<TSimd, TCell>(RecurrentPass* pass, float* kernel, float* bias, float* recurrent)
        where TSimd : unmanaged, ISimd<TSimd>
        where TCell : unmanaged, IRecurrentCell
    {
        GatePanels.Pack<TSimd>(pass->Sizes, kernel, bias, recurrent, pass->Panels);
        RecurrentForward.Run<TSimd, TCell>(pass);
    }

    private static void Check(in RecurrentBuffers buffers)
    {
        RecurrentShape shape = buffers.Sizes;
        long states = (long)shape.Batch * shape.Units;
        KernelGuard.Exactly(buffers.X, (long)shape.Batch * shape.Steps * shape.Inputs);
        KernelGuard.Exactly(buffers.Kernel, (long)shape.Inputs * shape.GateColumns);
        KernelGuard.Exactly(buffers.RecurrentKernel, (long)shape.Units * shape.GateColumns);
        if (shape.HasBias) KernelGuard.Exactly(buffers.Bias, shape.BiasLength);
        if (!buffers.Mask.IsEmpty) KernelGuard.Exactly(buffers.Mask, (long)shape.Batch * shape.Steps);
        if (!buffers.InitialState.IsEmpty) KernelGuard.Exactly(buffers.InitialState, states);
        if (!buffers.InitialCell.IsEmpty) KernelGuard.Exactly(buffers.InitialCell, states);
        KernelGuard.Exactly(buffers.Y, states * (buffers.ReturnsSequences ? shape.Steps : 1));
    }

    private static RecurrentPass Begin<TCell>(in RecurrentBuffers buffers) where TCell : unmanaged, IRecurrentCell
    {
        var pass = new RecurrentPass
        {
            Sizes = buffers.Sizes,
            IsReversed = buffers.IsReversed,
            ReturnsSequences = buffers.ReturnsSequences,
            ZeroesMasked = buffers.ZeroesMasked,
            FlipsOutput = buffers.FlipsOutput,
            SavedValues = TCell.SavedValues,
        };
        pass.Cut();
        return pass;
    }

    private static void FindFirstSteps(in RecurrentPass pass)
    {
        for (int row = 0; row < pass.Sizes.Batch; row++)
        {
            int step = 0;
            while (step < pass.Sizes.Steps && pass.IsMasked(step, row)) step++;
            pass.FirstSteps[row] = step;
        }
    }

    private static void SetInitialStates(in RecurrentPass pass, in RecurrentBuffers buffers, bool hasCell)
    {
        for (int row = 0; row < pass.Sizes.Batch; row++)
        {
            for (int panel = 0; panel < pass.Sizes.Panels; panel++)
            {
                SetState(pass, buffers.InitialState, row, panel, pass.State(0, row, panel));
                if (hasCell) SetState(pass, buffers.InitialCell, row, panel, pass.Cell(0, row, panel));
            }
        }
    }

    private static void SetState(in RecurrentPass pass, ReadOnlySpan<float> initial, int row, int panel, float* destination)
    {
        var to = new Span<float>(destination, pass.Sizes.PanelWidth);
        to.Clear();
        if (initial.IsEmpty) return;
        StateOf(pass, initial, row, panel).CopyTo(to);
        VanishingKernels.Drop(to);
    }

    private static void GetFinalStates(in RecurrentPass pass, in RecurrentBuffers buffers)
    {
        int last = pass.Sizes.Steps;
        for (int row = 0; row < pass.Sizes.Batch; row++)
        {
            for (int panel = 0; panel < pass.Sizes.Panels; panel++)
            {
                int units = pass.Sizes.UnitsOf(panel), at = row * pass.Sizes.Units + panel * pass.Sizes.PanelWidth;
                if (!buffers.FinalState.IsEmpty)
                {
                    new ReadOnlySpan<float>(pass.State(last, row, panel), units).CopyTo(buffers.FinalState[at..]);
                }

                if (!buffers.FinalCell.IsEmpty) new ReadOnlySpan<float>(pass.Cell(last, row, panel), units).CopyTo(buffers.FinalCell[at..]);
            }
        }
    }

    // The part of a (batch, units) matrix that a panel has of a row.
    private static ReadOnlySpan<float> StateOf(in RecurrentPass pass, ReadOnlySpan<float> states, int row, int panel) =>
        states.Slice(row * pass.Sizes.Units + panel * pass.Sizes.PanelWidth, pass.Sizes.UnitsOf(panel));
}
