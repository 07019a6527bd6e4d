using System.Numerics.Tensors;
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

        int tasks = pass->Sizes.Panels * pass->RowGroups;
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
        int width = RegisterTile.Columns<TSimd>(), rows = lastRow - firstRow;
        int sumCount = TCell.SplitsLastGate ? TCell.Gates + 1 : TCell.Gates;
        int gateUnits = pass.Sizes.Units, units = pass.Sizes.UnitsOf(panel), columns = pass.Sizes.GateColumns;
        bool isLast = step == pass.Sizes.Steps - 1, isWhole = units == width;
        nint size = (nint)rows * width;

        // Behind the gradients of the states a row for each sum, where units are missing.
        float* gradient = Scratch.Get(ScratchSlot.GateSums, size + sumCount * width);
        float* spare = gradient + size;
        if (isLast) AddFinal(pass, panel, firstRow, rows, width, units, gradient);
        else
        {
            float* weights = pass.Panels + (nint)panel * columns * width;
            PanelTiles.Multiply<TSimd>(pass.GradientRow(step + 1, firstRow), pass.Sizes.GradientStride, rows, columns, weights, gradient);
        }

        for (int row = firstRow; row < lastRow; row++, gradient += width)
        {
            float* carry = pass.Carry == null ? null : pass.Carry + pass.PanelOffset(row, panel);
            if (carry != null && !isLast) Add(carry, gradient, width);
            float* dy = pass.Output(pass.OutputGradient, step, row, panel);
            if (dy != null && !pass.ShowsState(step, row)) dy = null;

            float* sums = pass.GradientRow(step, row) + panel * width;
            bool isMasked = pass.IsMasked(step, row);
            if (dy != null && (isMasked || !isWhole))
            {
                Add(dy, gradient, units);
                dy = null;
            }

            if (isMasked)
            {
                new ReadOnlySpan<float>(gradient, width).CopyTo(new Span<float>(carry, width));
                for (int sum = 0; sum < sumCount; sum++) new Span<float>(sums + sum * gateUnits, units).Clear();
                continue;
            }

            float* cell = TCell.HasCell ? pass.Cell(step, row, panel) : null;
            float* cellGradient = TCell.HasCell ? pass.CellGradients + pass.PanelOffset(row, panel) : null;
            float* saved = pass.SavedRow(step, row, panel), state = pass.State(step, row, panel);
            if (isWhole) Update<TSimd, TCell>(gradient, saved, state, cell, cellGradient, sums, gateUnits, dy, carry);
            else
            {
                Update<TSimd, TCell>(gradient, saved, state, cell, cellGradient, spare, width, null, carry);
                for (int sum = 0; sum < sumCount; sum++)
                {
                    new ReadOnlySpan<float>(spare + sum * width, units).CopyTo(new Span<float>(sums + sum * gateUnits, units));
                }
            }
        }
    }

    // A method of its own: the JIT inlines only so much into one.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Update<TSimd, TCell>(
        float* gradient, float* saved, float* state, float* cell, float* cellGradient, float* sums, nint gateStride,
        float* dy, float* carry)
        where TSimd : unmanaged, ISimd<TSimd>
        where TCell : unmanaged, IRecurrentCell
    {
        int width = RegisterTile.Columns<TSimd>();
        for (int i = 0; i < width; i += TSimd.Width)
        {
            TSimd dh = TSimd.Load(gradient + i);
            if (dy != null) dh += TSimd.Load(dy + i);
            TSimd passedOn = TCell.Backward(
                dh, saved + i, width, TSimd.Load(state + i), cell + i, cellGradient + i, sums + i, gateStride);
            if (carry != null) TSimd.Store(passedOn, carry + i);
        }
    }

    private static void Add(float* source, float* destination, int length)
    {
        var sum = new Span<float>(destination, length);
        TensorPrimitives.Add(sum, new ReadOnlySpan<float>(source, length), sum);
    }

    // After the last step there is nothing but what the caller does with the last state.
    private static void AddFinal(in RecurrentPass pass, int panel, int firstRow, int rows, int width, int units, float* gradient)
    {
        new Span<float>(gradient, rows * width).Clear();
        if (pass.FinalStateGradient == null) return;
        for (int row = 0; row < rows; row++)
        {
            float* from = pass.FinalStateGradient + (nint)(firstRow + row) * pass.Sizes.Units + panel * width;
            new ReadOnlySpan<float>(from, units).CopyTo(new Span<float>(gradient + row * width, width));
        }
    }
}
