using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// Takes the steps of a recurrence back: the gradient of a state is that of the gates of the step after times the recurrent kernel, plus
/// that of the output; the cell makes gradients of this step's gates of it.
/// </summary>
internal static unsafe class RecurrentBackward
{
    /// <summary>The steps from before <paramref name="end"/> down to the pass's chunk start.</summary>
    public static void Run<TSimd, TCell>(RecurrentPass* pass, int end)
        where TSimd : unmanaged, ISimd<TSimd>
        where TCell : unmanaged, IRecurrentCell
    {
        if (!pass->IsWide)
        {
            WorkerPool.For(pass->RowGroups, 1, new SequenceBody<TSimd, TCell>(pass, end));
            return;
        }

        int tasks = pass->Shape.Panels * pass->RowGroups;
        for (int step = end - 1; step >= pass->ChunkStart; step--) WorkerPool.For(tasks, 1, new StepBody<TSimd, TCell>(pass, step));
    }

    // One index is a panel of units of a group of rows.
    private readonly struct StepBody<TSimd, TCell>(RecurrentPass* pass, int step) : IRangeBody
        where TSimd : unmanaged, ISimd<TSimd>
        where TCell : unmanaged, IRecurrentCell
    {
        public void Invoke(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                (int panel, int group) = Math.DivRem(i, pass->RowGroups);
                Step<TSimd, TCell>(*pass, step, panel, pass->RowStart(group), pass->RowStart(group + 1));
            }
        }
    }

    // One index is a group of rows.
    private readonly struct SequenceBody<TSimd, TCell>(RecurrentPass* pass, int last) : IRangeBody
        where TSimd : unmanaged, ISimd<TSimd>
        where TCell : unmanaged, IRecurrentCell
    {
        public void Invoke(int start, int end)
        {
            for (int group = start; group < end; group++)
            {
                int firstRow = pass->RowStart(group), lastRow = pass->RowStart(group + 1);
                for (int step = last - 1; step >= pass->ChunkStart; step--)
                {
                    for (int panel = 0; panel < pass->Shape.Panels; panel++) Step<TSimd, TCell>(*pass, step, panel, firstRow, lastRow);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Step<TSimd, TCell>(in RecurrentPass pass, int step, int panel, int firstRow, int lastRow)
        where TSimd : unmanaged, ISimd<TSimd>
        where TCell : unmanaged, IRecurrentCell
    {
        int width = RegisterTile.Columns<TSimd>(), half = TSimd.Width, rows = lastRow - firstRow;
        int gateUnits = pass.Shape.Units, units = pass.Shape.UnitsOf(panel), columns = pass.Shape.GateColumns;
        bool isLast = step == pass.Shape.Steps - 1, isWhole = units == width;
        nint size = (nint)rows * width;

        // Behind the gradients of the states a row for an output gradient and one for each gate, where units are missing.
        float* gradient = Scratch.Get(ScratchSlot.GateSums, size + (TCell.Gates + 1) * width);
        float* spare = gradient + size;
        if (isLast) AddFinal(pass, panel, firstRow, rows, width, units, gradient);
        else
        {
            float* weights = pass.Panels + (nint)panel * columns * width;
            PanelTiles.Multiply<TSimd>(pass.GradientRow(step + 1, firstRow), pass.Shape.GradientStride, rows, columns, weights, gradient);
        }

        for (int row = firstRow; row < lastRow; row++, gradient += width)
        {
            TSimd h0 = TSimd.Load(gradient), h1 = TSimd.Load(gradient + half);
            float* carry = pass.Carry == null ? null : pass.Carry + pass.PanelOffset(row, panel);
            if (carry != null && !isLast)
            {
                h0 += TSimd.Load(carry);
                h1 += TSimd.Load(carry + half);
            }

            float* dy = pass.Output(pass.OutputGradient, step, row, panel);
            if (dy != null && pass.ShowsState(step, row))
            {
                if (!isWhole)
                {
                    new ReadOnlySpan<float>(dy, units).CopyTo(new Span<float>(spare, width));
                    new Span<float>(spare + units, width - units).Clear();
                    dy = spare;
                }

                h0 += TSimd.Load(dy);
                h1 += TSimd.Load(dy + half);
            }

            float* sums = pass.GradientRow(step, row) + panel * width;
            if (pass.IsMasked(step, row))
            {
                TSimd.Store(h0, carry);
                TSimd.Store(h1, carry + half);
                for (int gate = 0; gate < TCell.Gates; gate++) new Span<float>(sums + gate * gateUnits, units).Clear();
                continue;
            }

            float* saved = pass.SavedRow(step, row, panel), state = pass.State(step, row, panel);
            float* cell = TCell.HasCell ? pass.Cell(step, row, panel) : null;
            float* cellGradient = TCell.HasCell ? pass.CellGradients + pass.PanelOffset(row, panel) : null;
            float* to = isWhole ? sums : spare + width;
            nint stride = isWhole ? gateUnits : width;
            h0 = TCell.Backward(h0, saved, width, TSimd.Load(state), cell, cellGradient, to, stride);
            h1 = TCell.Backward(h1, saved + half, width, TSimd.Load(state + half), cell + half, cellGradient + half, to + half, stride);
            if (carry != null)
            {
                TSimd.Store(h0, carry);
                TSimd.Store(h1, carry + half);
            }

            if (isWhole) continue;
            for (int gate = 0; gate < TCell.Gates; gate++)
            {
                new ReadOnlySpan<float>(to + gate * width, units).CopyTo(new Span<float>(sums + gate * gateUnits, units));
            }
        }
    }

    // After the last step there is nothing but what the caller does with the last state.
    private static void AddFinal(in RecurrentPass pass, int panel, int firstRow, int rows, int width, int units, float* gradient)
    {
        new Span<float>(gradient, rows * width).Clear();
        if (pass.FinalStateGradient == null) return;
        for (int row = 0; row < rows; row++)
        {
            float* from = pass.FinalStateGradient + (nint)(firstRow + row) * pass.Shape.Units + panel * width;
            new ReadOnlySpan<float>(from, units).CopyTo(new Span<float>(gradient + row * width, width));
        }
    }
}
