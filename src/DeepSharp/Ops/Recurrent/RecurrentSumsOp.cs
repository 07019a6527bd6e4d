using System.Numerics.Tensors;
using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// The sums of all gates at one step: the input's products at that step, (batch, steps, gates·units), plus the state, (batch, units), times
/// the recurrent kernel, (units, gates·units). A fourth input, (gates·batch, units), is what the state is multiplied by for each gate.
/// </summary>
internal sealed unsafe class RecurrentSumsOp(int step) : Op
{
    public override string Name => "RecurrentSums";

    /// <summary>Which step; -1 for all.</summary>
    public int Step => step;

    public override bool KeepsOutputGradient => true;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        (Shape products, Shape state, Shape kernel) = (inputs[0], inputs[1], inputs[2]);
        if (products.Rank != 3 || step >= products[1] || kernel.Rank != 2 || products[2] != kernel[1])
        {
            throw new ShapeException($"expected products (batch, more than {step} steps, gates·units) for the kernel {kernel} " +
                $"but got {products}.");
        }

        if (state != [products[0], kernel[0]])
        {
            throw new ShapeException($"expected a state of shape ({products[0]}, {kernel[0]}) (batch, units) but got {state}.");
        }

        return [products[0], products[2]];
    }

    public override void Forward(Node node)
    {
        var sizes = new Sizes(node);
        ReadOnlySpan<float> products = node.Input(0), state = node.Input(1), kernel = node.Input(2);
        Span<float> y = node.OutputSpan;
        for (int row = 0; row < sizes.Batch; row++) products.Slice(sizes.At(row, step), sizes.Columns).CopyTo(y[(row * sizes.Columns)..]);
        if (sizes.Batch == 0) return;
        if (node.InputCount == 3)
        {
            MatMulKernels.Multiply(state, false, kernel, false, y, sizes.Batch, sizes.Units, sizes.Columns, accumulate: true);
            return;
        }

        Scratchpad(sizes.States, sizes.States, out Span<float> left, out Span<float> part);
        fixed (float* pl = left, pk = kernel, pp = part)
        {
            for (int gate = 0; gate < sizes.Gates; gate++)
            {
                TensorPrimitives.Multiply(state, MaskOf(node, gate, sizes), left);
                MatMulKernels.Multiply(
                    pl, sizes.Units, false, pk + gate * sizes.Units, sizes.Columns, false, pp, sizes.Batch, sizes.Units, sizes.Units,
                    false);
                AddToColumns(part, y, sizes.Batch, sizes, gate);
            }
        }
    }

    public override void Backward(Node node)
    {
        var sizes = new Sizes(node);
        ReadOnlySpan<float> gradient = node.OutputGradient;
        if (node.Needs(0))
        {
            // Each step has its own part of the products, and no other.
            Span<float> dp = node.InputGradient(0);
            for (int row = 0; row < sizes.Batch; row++)
            {
                gradient.Slice(row * sizes.Columns, sizes.Columns).CopyTo(dp[sizes.At(row, step)..]);
            }
        }

        if (node.InputCount == 4)
        {
            BackwardByGates(node, sizes);
            return;
        }

        if (node.Needs(1))
        {
            // dh += g·uᵀ
            Span<float> dh = node.InputGradient(1, out bool adds);
            MatMulKernels.Multiply(gradient, false, node.Input(2), true, dh, sizes.Batch, sizes.Columns, sizes.Units, adds);
        }

        if (node.Needs(2))
        {
            // du += hᵀ·g
            Span<float> du = node.InputGradient(2, out bool adds);
            MatMulKernels.Multiply(node.Input(1), true, gradient, false, du, sizes.Units, sizes.Batch, sizes.Columns, adds);
        }
    }

    public override Tensor OutputOps(Node node)
    {
        Tensor products = node.InputTensor(0), state = node.InputTensor(1), kernel = node.InputTensor(2);
        Tensor own = Tape.Run(new StepOp(step), products);
        if (node.InputCount == 3) return own + state.MatMul(kernel);
        int batch = state.Shape[0], units = state.Shape[1], gates = kernel.Shape[1] / Math.Max(1, units);
        var parts = new Tensor[gates];
        for (int gate = 0; gate < gates; gate++)
        {
            Tensor masked = state * Tape.Run(new SliceOp(gate * batch, batch), node.InputTensor(3));
            parts[gate] = masked.MatMul(Tape.Run(new PartOp(1, gate * units, units), kernel));
        }

        return own + Tape.Run(new ConcatenateOp(-1), parts);
    }

    private static void BackwardByGates(Node node, Sizes sizes)
    {
        Span<float> dh = node.Needs(1) ? node.InputGradient(1) : [], du = node.Needs(2) ? node.InputGradient(2) : [];
        if (sizes.Batch == 0) return;
        int most = Math.Max(sizes.States, sizes.Units * sizes.Units);
        Scratchpad(sizes.States, most, out Span<float> left, out Span<float> part);
        fixed (float* pg = node.OutputGradient, pk = node.Input(2), pl = left, pp = part)
        {
            for (int gate = 0; gate < sizes.Gates; gate++)
            {
                ReadOnlySpan<float> mask = MaskOf(node, gate, sizes);
                if (!dh.IsEmpty)
                {
                    MatMulKernels.Multiply(
                        pg + gate * sizes.Units, sizes.Columns, false, pk + gate * sizes.Units, sizes.Columns, true, pp,
                        sizes.Batch, sizes.Units, sizes.Units, false);
                    TensorPrimitives.MultiplyAddEstimate(part[..sizes.States], mask, dh, dh);
                }

                if (du.IsEmpty) continue;
                TensorPrimitives.Multiply(node.Input(1), mask, left);
                MatMulKernels.Multiply(
                    pl, sizes.Units, true, pg + gate * sizes.Units, sizes.Columns, false, pp, sizes.Units, sizes.Batch, sizes.Units, false);
                AddToColumns(part, du, sizes.Units, sizes, gate);
            }
        }
    }

    private static void Scratchpad(int leftLength, int partLength, out Span<float> left, out Span<float> part)
    {
        float* start = Scratch.Get(ScratchSlot.RecurrentSteps, (long)leftLength + partLength);
        left = new Span<float>(start, leftLength);
        part = new Span<float>(start + leftLength, partLength);
    }

    private static ReadOnlySpan<float> MaskOf(Node node, int gate, Sizes sizes) => node.Input(3).Slice(gate * sizes.States, sizes.States);

    private static void AddToColumns(ReadOnlySpan<float> part, Span<float> whole, int rows, Sizes sizes, int gate)
    {
        for (int row = 0; row < rows; row++)
        {
            Span<float> to = whole.Slice(row * sizes.Columns + gate * sizes.Units, sizes.Units);
            TensorPrimitives.Add(to, part.Slice(row * sizes.Units, sizes.Units), to);
        }
    }

    private readonly struct Sizes
    {
        private readonly int _steps;

        public Sizes(Node node)
        {
            (Shape products, Shape kernel) = (node.InputShape(0), node.InputShape(2));
            (Batch, _steps, Units, Columns) = (products[0], products[1], kernel[0], kernel[1]);
        }

        public int Batch { get; }

        public int Units { get; }

        /// <summary>Sums of a sample: those of all gates.</summary>
        public int Columns { get; }

        public int Gates => Columns / Units;

        public int States => Batch * Units;

        /// <summary>Where the products of a sample at a step are.</summary>
        public int At(int row, int step) => (row * _steps + step) * Columns;
    }
}
