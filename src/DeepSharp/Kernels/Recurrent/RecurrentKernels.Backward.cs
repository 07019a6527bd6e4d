using System.Numerics.Tensors;

namespace DeepSharp.Kernels;

internal static unsafe partial class RecurrentKernels
{
    /// <summary>Rows, samples times steps, whose gates' gradients are kept at a time.</summary>
    private const int ChunkRows = 1024;

    /// <summary>
    /// The backward pass. Y and the final states of <paramref name="buffers"/> are gradients; rows, cells, saved values and first steps are
    /// those of the forward pass, and stay as they are.
    /// </summary>
    public static void Backward<TCell>(in RecurrentBuffers buffers, in RecurrentGradients gradients) where TCell : unmanaged, IRecurrentCell
    {
        RecurrentShape shape = buffers.Sizes;
        Check(buffers);
        fixed (float* mask = buffers.Mask, kernel = buffers.Kernel, recurrent = buffers.RecurrentKernel)
        fixed (float* dy = buffers.Y, finalState = buffers.FinalState)
        fixed (float* rows = buffers.Rows, cells = buffers.Cells, saved = buffers.Saved)
        fixed (int* firstSteps = buffers.FirstSteps)
        {
            RecurrentPass pass = Begin<TCell>(buffers);
            pass.Mask = mask;
            pass.OutputGradient = dy;
            pass.FinalStateGradient = finalState;
            pass.FirstSteps = firstSteps;
            pass.Rows = rows;
            pass.Cells = cells;
            pass.Saved = saved;
            pass.RowSlots = pass.CellSlots = shape.Steps + 1;
            pass.Panels = Scratch.Get(ScratchSlot.RecurrentPanels, (long)shape.Panels * shape.PanelWidth * shape.GateColumns);
            GatePanels.PackTransposed(shape, recurrent, pass.Panels);

            int chunk = ChunkLength(shape);
            long gates = (chunk + 1L) * shape.Batch * shape.GradientStride;
            long weights = (long)shape.Depth * shape.SumColumns, inputs = (long)chunk * shape.Batch * shape.Inputs;
            pass.Gradients = Scratch.Get(ScratchSlot.RecurrentSteps, gates + 2L * shape.PanelValues + weights + inputs);
            pass.CellGradients = pass.Gradients + gates;
            float* carry = pass.CellGradients + shape.PanelValues, weightSums = carry + shape.PanelValues, inputGradients = weightSums +
                weights;
            if (mask != null || TCell.PassesStateOn) pass.Carry = carry;
            if (TCell.HasCell) SetFinalCellGradients(pass, buffers.FinalCell);

            bool needsWeights = !gradients.Kernel.IsEmpty || !gradients.RecurrentKernel.IsEmpty || !gradients.Bias.IsEmpty;
            for (int end = shape.Steps; end > 0; end -= chunk)
            {
                int length = Math.Min(chunk, end);
                if (end < shape.Steps) Keep(ref pass, end);
                pass.ChunkStart = end - length;
                Run<TCell>(&pass, end);
                int chunkRows = length * shape.Batch;
                if (needsWeights)
                {
                    MatMulKernels.Multiply(
                        pass.Row(pass.ChunkStart, 0), shape.RowStride, transposeA: true, pass.Gradients, shape.GradientStride,
                        transposeB: false,
                        weightSums, shape.Depth, chunkRows, shape.SumColumns, accumulate: end < shape.Steps);
                }

                if (gradients.X.IsEmpty) continue;
                MultiplyByKernel(shape, pass.Gradients, kernel, chunkRows, inputGradients);
                fixed (float* dx = gradients.X)
                {
                    int grain = RowGrain.For(chunkRows, 2L * shape.Inputs);
                    WorkerPool.For(chunkRows, grain, new InputBody(pass, inputGradients, dx, gradients.AddsToX));
                }
            }

            if (needsWeights) WriteWeights(shape, weightSums, gradients);
            WriteInitialStates(pass, recurrent, gradients);
        }
    }

    private static void Run<TCell>(RecurrentPass* pass, int end) where TCell : unmanaged, IRecurrentCell
    {
        switch (pass->Sizes.PanelWidth)
        {
            case 32: RecurrentBackward.Run<F512, TCell>(pass, end); break;
            case 16: RecurrentBackward.Run<F256, TCell>(pass, end); break;
            case 8: RecurrentBackward.Run<F128, TCell>(pass, end); break;
            default: RecurrentBackward.Run<F1, TCell>(pass, end); break;
        }
    }

    private static int ChunkLength(in RecurrentShape shape) => Math.Min(shape.Steps, Math.Max(1, ChunkRows / Math.Max(1, shape.Batch)));

    // The first step of the chunk that is done becomes the step after the chunk to come.
    private static void Keep(ref RecurrentPass pass, int end)
    {
        nint length = (nint)pass.Sizes.Batch * pass.Sizes.GradientStride, bytes = length * sizeof(float);
        int next = Math.Min(end, ChunkLength(pass.Sizes));
        Buffer.MemoryCopy(pass.Gradients, pass.Gradients + next * length, bytes, bytes);
    }

    private static void SetFinalCellGradients(in RecurrentPass pass, ReadOnlySpan<float> gradients)
    {
        for (int row = 0; row < pass.Sizes.Batch; row++)
        {
            for (int panel = 0; panel < pass.Sizes.Panels; panel++)
            {
                SetState(pass, gradients, row, panel, pass.CellGradients + pass.PanelOffset(row, panel));
            }
        }
    }

    // The gradients of the sums times the kernel transposed; of a split gate those of its sum with the input, which stand at the end.
    private static void MultiplyByKernel(in RecurrentShape shape, float* gradients, float* kernel, int rows, float* inputGradients)
    {
        int whole = shape.WholeColumns;
        MatMulKernels.Multiply(
            gradients, shape.GradientStride, transposeA: false, kernel, shape.GateColumns, transposeB: true, inputGradients, rows, whole,
            shape.Inputs, accumulate: false);
        if (!shape.SplitsLastGate) return;
        MatMulKernels.Multiply(
            gradients + shape.GateColumns, shape.GradientStride, transposeA: false, kernel + whole, shape.GateColumns, transposeB: true,
            inputGradients, rows, shape.Units, shape.Inputs, accumulate: true);
    }

    // A row of the sums holds the gates' products with the state, then those of the split gate with the input.
    private static void WriteSplitWeights(in RecurrentShape shape, float* sums, in RecurrentGradients gradients)
    {
        int columns = shape.GateColumns, whole = shape.WholeColumns;
        for (int row = 0; row < shape.Depth; row++, sums += shape.SumColumns)
        {
            float* ofInput = sums + columns;
            bool isBias = shape.HasBias && row == shape.Inputs;
            if (row < shape.Inputs) WriteRow(gradients.Kernel, row, ofInput, gradients.AddsToKernel);
            else if (isBias)
            {
                WriteRow(gradients.Bias, 0, ofInput, gradients.AddsToBias);
                WriteRow(gradients.Bias, 1, sums + whole, gradients.AddsToBias);
            }
            else WriteRow(gradients.RecurrentKernel, row - shape.StateOffset, sums + whole, gradients.AddsToRecurrentKernel);

            void WriteRow(Span<float> gradient, int at, float* last, bool adds)
            {
                if (gradient.IsEmpty) return;
                Span<float> to = gradient.Slice(at * columns, columns);
                Write(sums, to[..whole], adds);
                Write(last, to[whole..], adds);
            }
        }
    }

    private static void WriteWeights(in RecurrentShape shape, float* sums, in RecurrentGradients gradients)
    {
        if (shape.SplitsLastGate)
        {
            WriteSplitWeights(shape, sums, gradients);
            return;
        }

        int columns = shape.GateColumns;
        Write(sums, gradients.Kernel, gradients.AddsToKernel);
        Write(sums + (nint)shape.Inputs * columns, gradients.Bias, gradients.AddsToBias);
        Write(sums + (nint)shape.StateOffset * columns, gradients.RecurrentKernel, gradients.AddsToRecurrentKernel);
    }

    private static void Write(float* source, Span<float> destination, bool adds)
    {
        var from = new ReadOnlySpan<float>(source, destination.Length);
        if (adds) TensorPrimitives.Add(from, destination, destination);
        else from.CopyTo(destination);
    }

    private static void WriteInitialStates(in RecurrentPass pass, float* recurrent, in RecurrentGradients gradients)
    {
        RecurrentShape shape = pass.Sizes;
        if (!gradients.InitialState.IsEmpty)
        {
            fixed (float* dh = gradients.InitialState)
            {
                MatMulKernels.Multiply(
                    pass.Gradients, shape.GradientStride, transposeA: false, recurrent, shape.GateColumns, transposeB: true,
                    dh, shape.Batch, shape.GateColumns, shape.Units, gradients.AddsToInitialState);
            }

            if (pass.Carry != null) AddPanels(pass, pass.Carry, gradients.InitialState, adds: true);
        }

        if (!gradients.InitialCell.IsEmpty) AddPanels(pass, pass.CellGradients, gradients.InitialCell, gradients.AddsToInitialCell);
    }

    private static void AddPanels(in RecurrentPass pass, float* panels, Span<float> destination, bool adds)
    {
        for (int row = 0; row < pass.Sizes.Batch; row++)
        {
            for (int panel = 0; panel < pass.Sizes.Panels; panel++)
            {
                int at = row * pass.Sizes.Units + panel * pass.Sizes.PanelWidth;
                Write(panels + pass.PanelOffset(row, panel), destination.Slice(at, pass.Sizes.UnitsOf(panel)), adds);
            }
        }
    }

    // One index is a row of the chunk, [step][batch]: it goes to its place in (batch, steps, inputs).
    private readonly struct InputBody(RecurrentPass pass, float* source, float* dx, bool adds) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            int inputs = pass.Sizes.Inputs;
            for (int i = start; i < end; i++)
            {
                (int step, int row) = Math.DivRem(i, pass.Sizes.Batch);
                nint at = (nint)row * pass.Sizes.Steps + pass.Time(pass.ChunkStart + step);
                Write(source + (nint)i * inputs, new Span<float>(dx + at * inputs, inputs), adds);
            }
        }
    }
}
