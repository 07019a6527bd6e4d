using System.Numerics.Tensors;
using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// Σ over products of two tensors by an equation, as products of matrices. With a third input, the bias of the last axes: added to every
/// row, where the plan is one product.
/// </summary>
/// <param name="plan">Which axis is what.</param>
/// <param name="activation">Applied to the sums, in the same pass; only where the plan is one product.</param>
internal sealed unsafe class EinsumOp(EinsumPlan plan, FusedActivation activation = FusedActivation.None) : Op
{
    public override string Name => "Einsum";

    // Without a bias, that is.
    public override bool IsLinearIn(int index) => index < 2 && activation == FusedActivation.None;

    /// <summary>Which axis is what.</summary>
    public EinsumPlan Plan => plan;

    /// <summary>What is applied to the sums.</summary>
    public FusedActivation Activation => activation;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Shape left = inputs[0], right = inputs[1];
        if (left.Rank != plan.Left.Length || right.Rank != plan.Right.Length)
        {
            throw new ShapeException($"expected {plan.Left.Length} and {plan.Right.Length} axes but got {left} and {right}.");
        }

        for (int i = 0; i < left.Rank; i++)
        {
            int at = plan.Right.IndexOf(plan.Left[i]);
            if (at < 0 || left[i] == right[at]) continue;
            throw new ShapeException(
                $"expected equal lengths of the axes that the equation calls alike but got {left} and {right}: {left[i]} and {right[at]}.");
        }

        Span<int> lengths = stackalloc int[plan.Result.Length];
        for (int i = 0; i < lengths.Length; i++) lengths[i] = LengthOf(plan.Result[i], left, right);
        Shape result = Shape.Create(lengths);
        if (inputs.Length < 3) return result;
        Shape bias = result[^plan.Columns.Length..];
        return inputs[2] == bias ? result : throw new ShapeException($"expected a bias of shape {bias} but got {inputs[2]}.");
    }

    public override void Forward(Node node)
    {
        Sizes sizes = SizesOf(node);
        ReadOnlySpan<float> left = node.Input(0), right = node.Input(1);
        if (node.InputCount == 3 || activation != FusedActivation.None)
        {
            ReadOnlySpan<float> bias = node.InputCount == 3 ? node.Input(2) : [];
            MatMulKernels.MultiplyAddBias(left, right, bias, node.OutputSpan, sizes.Rows, sizes.Inner, sizes.Columns, activation);
            return;
        }

        float* free = Room(node, plan.ResultOrder.NeedsCopy ? node.Output.Size : 0);
        left = Ordered(left, node.InputShape(0), plan.LeftOrder, ref free);
        right = Ordered(right, node.InputShape(1), plan.RightOrder, ref free);
        Span<float> result = plan.ResultOrder.NeedsCopy ? new Span<float>(free, node.Output.Size) : node.OutputSpan;
        Multiply(
            left, plan.LeftOrder.IsTransposed, right, plan.RightOrder.IsTransposed, result, plan.ResultOrder.IsTransposed, sizes.Batch,
            sizes.Rows, sizes.Inner, sizes.Columns, accumulate: false);
        if (plan.ResultOrder.NeedsCopy) Restore(result, node.Output.Shape, plan.ResultOrder, node.OutputSpan, accumulate: false);
    }

    public override void Backward(Node node)
    {
        Sizes sizes = SizesOf(node);
        bool isFused = node.InputCount == 3 || activation != FusedActivation.None;
        ReadOnlySpan<float> gradient = isFused ? FusedGradient.Unfuse(node, activation, sizes.Columns) : node.OutputGradient;
        int largest = Math.Max(node.Input(0).Length, node.Input(1).Length);
        float* free = Room(node, (plan.ResultOrder.NeedsCopy ? node.Output.Size : 0) + largest);
        gradient = Ordered(gradient, node.Output.Shape, plan.ResultOrder, ref free);
        bool isTransposed = plan.ResultOrder.IsTransposed, hasKernel = plan.IsOneProduct;
        if (node.Needs(0))
        {
            // dl = g·rᵀ
            float* rest = free;
            ReadOnlySpan<float> right = Ordered(node.Input(1), node.InputShape(1), plan.RightOrder, ref rest);
            Span<float> target = Target(node, 0, plan.LeftOrder, rest, out bool accumulate);
            Multiply(
                gradient, isTransposed, right, !plan.RightOrder.IsTransposed, target, plan.LeftOrder.IsTransposed, sizes.Batch, sizes.Rows,
                sizes.Columns, sizes.Inner, accumulate);
            if (plan.LeftOrder.NeedsCopy) RestoreGradient(node, 0, target, plan.LeftOrder);
        }

        if (node.Needs(1))
        {
            // dr = lᵀ·g
            float* rest = free;
            ReadOnlySpan<float> left = Ordered(node.Input(0), node.InputShape(0), plan.LeftOrder, ref rest);
            Span<float> target = Target(node, 1, plan.RightOrder, rest, out bool accumulate);
            Multiply(
                left, !plan.LeftOrder.IsTransposed, gradient, isTransposed, target, plan.RightOrder.IsTransposed, sizes.Batch, sizes.Inner,
                sizes.Rows, sizes.Columns, accumulate);
            if (plan.RightOrder.NeedsCopy) RestoreGradient(node, 1, target, plan.RightOrder);
            else if (hasKernel && !accumulate && ProductBound.IsFinite(node.Input(0), gradient, sizes.Rows, target.Length))
            {
                node.KnowFinite(1);
            }
        }
    }

    public override Tensor GradientOps(int index, ReadOnlySpan<Tensor> inputs, Tensor output, Tensor gradient)
    {
        gradient = FusedGradient.Unfuse(activation, output, gradient);
        if (index == 2) return FusedGradient.OfBias(inputs[2], gradient);
        Op plain = activation == FusedActivation.None ? this : new EinsumOp(plan);
        return AdjointOp.Run(plain, inputs[..2], index, gradient);
    }

    // Scratch memory for all copies that a pass may need, and so many values more.
    private float* Room(Node node, int more)
    {
        long length = more;
        if (plan.LeftOrder.NeedsCopy) length += node.Input(0).Length;
        if (plan.RightOrder.NeedsCopy) length += node.Input(1).Length;
        return length == 0 ? null : Scratch.Get(ScratchSlot.Einsum, length);
    }

    private static ReadOnlySpan<float> Ordered(ReadOnlySpan<float> values, Shape shape, EinsumOrder order, scoped ref float* free)
    {
        if (!order.NeedsCopy) return values;
        var copy = new Span<float>(free, values.Length);
        free += values.Length;
        TransposeKernels.Permute(values, shape.AsSpan(), order.Permutation, copy);
        return copy;
    }

    // Back into the order of the tensor.
    private static void Restore(ReadOnlySpan<float> copy, Shape shape, EinsumOrder order, Span<float> values, bool accumulate)
    {
        Span<int> lengths = stackalloc int[shape.Rank];
        for (int i = 0; i < lengths.Length; i++) lengths[i] = shape[order.Permutation[i]];
        if (!accumulate)
        {
            TransposeKernels.Permute(copy, lengths, order.Inverse, values);
            return;
        }

        var restored = new Span<float>(Scratch.Get(ScratchSlot.Temporary, copy.Length), copy.Length);
        TransposeKernels.Permute(copy, lengths, order.Inverse, restored);
        TensorPrimitives.Add(values, restored, values);
    }

    private static Span<float> Target(Node node, int index, EinsumOrder order, float* free, out bool accumulate)
    {
        accumulate = false;
        return order.NeedsCopy ? new Span<float>(free, node.Input(index).Length) : node.InputGradient(index, out accumulate);
    }

    private static void RestoreGradient(Node node, int index, ReadOnlySpan<float> copy, EinsumOrder order)
    {
        Span<float> gradient = node.InputGradient(index, out bool accumulate);
        Restore(copy, node.InputShape(index), order, gradient, accumulate);
    }

    // A result that lies in memory transposed is the product of both operands transposed, the other way round.
    private static void Multiply(
        ReadOnlySpan<float> left, bool isLeftTransposed, ReadOnlySpan<float> right, bool isRightTransposed, Span<float> result,
        bool isResultTransposed, int batch, int rows, int inner, int columns, bool accumulate)
    {
        long leftSize = (long)rows * inner, rightSize = (long)inner * columns, size = (long)rows * columns;
        if (isResultTransposed)
        {
            MatMulKernels.MultiplyBatched(
                right, !isRightTransposed, left, !isLeftTransposed, result, batch, new BatchStrides(rightSize, leftSize, size), columns,
                inner,
                rows, accumulate);
        }
        else
        {
            MatMulKernels.MultiplyBatched(
                left, isLeftTransposed, right, isRightTransposed, result, batch, new BatchStrides(leftSize, rightSize, size), rows, inner,
                columns, accumulate);
        }
    }

    private Sizes SizesOf(Node node)
    {
        Shape left = node.InputShape(0), right = node.InputShape(1);
        return new Sizes(
            Product(plan.Batch, left, right), Product(plan.Rows, left, right), Product(plan.Inner, left, right),
            Product(plan.Columns, left, right));
    }

    private int Product(string letters, Shape left, Shape right)
    {
        long product = 1;
        foreach (char letter in letters) product *= LengthOf(letter, left, right);
        return checked((int)product);
    }

    private int LengthOf(char letter, Shape left, Shape right)
    {
        int at = plan.Left.IndexOf(letter);
        return at >= 0 ? left[at] : right[plan.Right.IndexOf(letter)];
    }

    private readonly record struct Sizes(int Batch, int Rows, int Inner, int Columns);
}
