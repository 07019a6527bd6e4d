using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>Rows of a table by their numbers. Inputs: numbers of any shape, whole-number floats, and a table (rows, columns).</summary>
internal sealed class GatherRowsOp : Op
{
    private GatherRowsOp()
    {
    }

    public static GatherRowsOp Instance { get; } = new();

    public override string Name => "GatherRows";

    public override bool IsLinearIn(int index) => index == 1;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        (Shape ids, Shape table) = (inputs[0], inputs[1]);
        if (table.Rank != 2) throw new ShapeException($"expected a table of rank 2 (rows, columns) but got {table}.");
        if (ids.Rank == Shape.MaxRank) throw new ShapeException($"expected ids of at most {Shape.MaxRank - 1} axes but got {ids}.");
        Span<int> lengths = stackalloc int[ids.Rank + 1];
        ids.AsSpan().CopyTo(lengths);
        lengths[^1] = table[1];
        return Shape.Create(lengths);
    }

    public override void Forward(Node node)
    {
        Shape table = node.InputShape(1);
        RowGatherKernels.Gather(node.Input(0), node.Input(1), table[0], table[1], node.OutputSpan);
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(1)) return;
        Span<float> table = node.RowsGradient(1, node.Input(0), out bool isFirst);
        RowGatherKernels.ScatterAdd(node.Input(0), node.OutputGradient, node.InputShape(1)[1], table);
        if (isFirst && ProductBound.IsFinite([1f], node.OutputGradient, node.Input(0).Length, table.Length)) node.KnowFinite(1);
    }
}
