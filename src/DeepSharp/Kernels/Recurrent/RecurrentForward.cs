using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Takes the steps of a recurrence, each the products of all gates and then, while they are in cache, the new states.</summary>
internal static unsafe class RecurrentForward
{
    /// <summary>All steps. Weights are packed, and the states before the first step are in their slots.</summary>
    public static void Run<TSimd, TCell>(RecurrentPass* pass)
        where TSimd : unmanaged, ISimd<TSimd>
        where TCell : unmanaged, IRecurrentCell
    {
        if (!pass->IsWide)
        {
            WorkerPool.For(pass->RowGroups, 1, new SequenceBody<TSimd, TCell>(pass));
            return;
        }

        for (int row = 0; row < pass->Sizes.Batch; row++) CopyInput(*pass, 0, row);
        int tasks = pass->Sizes.Panels * pass->RowGroups;
        for (int step = 0; step < pass->Sizes.Steps; step++) WorkerPool.For(tasks, 1, new StepBody<TSimd, TCell>(pass, step));
    }

    private static void CopyInput(in RecurrentPass pass, int step, int row)
    {
        int inputs = pass.Sizes.Inputs;
        float* from = pass.X + ((nint)row * pass.Sizes.Steps + pass.Time(step)) * inputs, to = pass.Row(step, row);
        VanishingKernels.Copy(from, to, inputs, Vanishing.Subnormal);
        if (pass.Sizes.HasBias) to[inputs] = 1f;
    }

    // One index is a panel of units of a group of rows.
    private readonly struct StepBody<TSimd, TCell>(RecurrentPass* pass, int step) : IRangeBody
        where TSimd : unmanaged, ISimd<TSimd>
        where TCell : unmanaged, IRecurrentCell
    {
        public void Invoke(int start, int end)
        {
            int tasks = pass->Sizes.Panels * pass->RowGroups, batch = pass->Sizes.Batch;
            for (int i = start; i < end; i++)
            {
                // Each task fetches its share of the next step's input.
                int next = (int)((i + 1L) * batch / tasks);
                if (step + 1 < pass->Sizes.Steps)
                {
                    for (int row = (int)((long)i * batch / tasks); row < next; row++) CopyInput(*pass, step + 1, row);
                }

                (int panel, int group) = Math.DivRem(i, pass->RowGroups);
                Step<TSimd, TCell>(*pass, step, panel, pass->RowStart(group), pass->RowStart(group + 1));
            }
        }
    }

    // One index is a group of rows.
    private readonly struct SequenceBody<TSimd, TCell>(RecurrentPass* pass) : IRangeBody
        where TSimd : unmanaged, ISimd<TSimd>
        where TCell : unmanaged, IRecurrentCell
    {
        public void Invoke(int start, int end)
        {
            for (int group = start; group < end; group++)
            {
                int firstRow = pass->RowStart(group), lastRow = pass->RowStart(group + 1);
                for (int step = 0; step < pass->Sizes.Steps; step++)
                {
                    for (int row = firstRow; row < lastRow; row++) CopyInput(*pass, step, row);
                    for (int panel = 0; panel < pass->Sizes.Panels; panel++) Step<TSimd, TCell>(*pass, step, panel, firstRow, lastRow);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Step<TSimd, TCell>(in RecurrentPass pass, int step, int panel, int firstRow, int lastRow)
        where TSimd : unmanaged, ISimd<TSimd>
        where TCell : unmanaged, IRecurrentCell
    {
        int width = RegisterTile.Columns<TSimd>(), rows = lastRow - firstRow, depth = pass.Sizes.Depth;
        int units = pass.Sizes.UnitsOf(panel);
        nint gateSize = (nint)rows * width;
        int sumCount = TCell.SplitsLastGate ? TCell.Gates + 1 : TCell.Gates;
        float* sums = Scratch.Get(ScratchSlot.GateSums, sumCount * gateSize);
        for (int sum = 0; sum < sumCount; sum++)
        {
            float* weights = pass.Panels + (nint)(panel * sumCount + sum) * depth * width;
            if (TCell.SplitsLastGate && sum >= TCell.Gates - 1)
            {
                MultiplyPart<TSimd>(pass, step, firstRow, rows, ofState: sum < TCell.Gates, weights, sums + sum * gateSize);
                continue;
            }

            PanelTiles.Multiply<TSimd>(pass.Row(step, firstRow), pass.Sizes.RowStride, rows, depth, weights, sums + sum * gateSize);
        }

        for (int row = firstRow; row < lastRow; row++, sums += width)
        {
            float* before = pass.State(step, row, panel), state = pass.State(step + 1, row, panel);
            float* cellBefore = TCell.HasCell ? pass.Cell(step, row, panel) : null;
            float* cell = TCell.HasCell ? pass.Cell(step + 1, row, panel) : null;
            float* y = pass.Output(pass.Y, step, row, panel);
            if (!pass.IsMasked(step, row))
            {
                // A row of the output is written along with the state if it is as wide as the panel.
                bool writesOutput = units == width && y != null;
                float* saved = pass.SavedRow(step, row, panel);
                Update<TSimd, TCell>(sums, gateSize, before, state, cellBefore, cell, saved, writesOutput ? y : null);
                if (writesOutput) continue;
            }
            else
            {
                new ReadOnlySpan<float>(before, width).CopyTo(new Span<float>(state, width));
                if (TCell.HasCell) new ReadOnlySpan<float>(cellBefore, width).CopyTo(new Span<float>(cell, width));
            }

            if (y == null) continue;
            if (pass.ShowsState(step, row)) new ReadOnlySpan<float>(state, units).CopyTo(new Span<float>(y, units));
            else new Span<float>(y, units).Clear();
        }
    }

    // The products of a split gate with the state or with the input, and the bias that goes with them.
    private static void MultiplyPart<TSimd>(
        in RecurrentPass pass, int step, int firstRow, int rows, bool ofState, float* weights, float* sums)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        int width = RegisterTile.Columns<TSimd>(), from = ofState ? pass.Sizes.Inputs : 0;
        int depth = (ofState ? pass.Sizes.Depth : pass.Sizes.StateOffset) - from;
        float* row = pass.Row(step, firstRow) + from;
        if (depth > 0) PanelTiles.Multiply<TSimd>(row, pass.Sizes.RowStride, rows, depth, weights + (nint)from * width, sums);
        else new Span<float>(sums, rows * width).Clear();
    }

    // A method of its own: the JIT inlines only so much into one.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Update<TSimd, TCell>(
        float* sums, nint gateSize, float* before, float* state, float* cellBefore, float* cell, float* saved, float* y)
        where TSimd : unmanaged, ISimd<TSimd>
        where TCell : unmanaged, IRecurrentCell
    {
        int width = RegisterTile.Columns<TSimd>();
        for (int i = 0; i < width; i += TSimd.Width)
        {
            float* values = saved == null ? null : saved + i;
            TSimd h = TCell.Forward(sums + i, gateSize, width, TSimd.Load(before + i), cellBefore + i, cell + i, values);
            TSimd.Store(h, state + i);
            if (y != null) TSimd.Store(h, y + i);
        }
    }
}
