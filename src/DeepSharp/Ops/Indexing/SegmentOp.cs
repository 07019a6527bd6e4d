namespace DeepSharp;

/// <summary>What becomes of the slices of a segment.</summary>
internal enum SegmentKind
{
    /// <summary>The largest values.</summary>
    Max,

    /// <summary>The smallest values.</summary>
    Min,

    /// <summary>Products.</summary>
    Product,
}

/// <summary>The largest or smallest values, or products, of the slices that have the same number.</summary>
/// <param name="kind">Which.</param>
/// <param name="ids">For each slice the number of its segment; -1 for none.</param>
/// <param name="count">How many segments there are.</param>
internal sealed class SegmentOp(SegmentKind kind, int[] ids, int count) : Op
{
    public override string Name => kind switch { SegmentKind.Max => "SegmentMax", SegmentKind.Min => "SegmentMin", _ => "SegmentProd" };

    /// <summary>What becomes of the slices.</summary>
    public SegmentKind Kind => kind;

    /// <summary>For each slice the number of its segment; -1 for none.</summary>
    public int[] Ids => ids;

    /// <summary>How many segments there are.</summary>
    public int Count => count;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => inputs[0].With(0, count);

    public override void Forward(Node node)
    {
        ReadOnlySpan<float> x = node.Input(0);
        Span<float> y = node.OutputSpan;
        int width = ids.Length == 0 ? 0 : x.Length / ids.Length;
        y.Fill(kind switch { SegmentKind.Max => float.NegativeInfinity, SegmentKind.Min => float.PositiveInfinity, _ => 1f });
        for (int i = 0; i < x.Length; i++)
        {
            int id = ids[i / width];
            if (id < 0) continue;
            ref float to = ref y[id * width + i % width];
            to = kind switch { SegmentKind.Max => MathF.Max(to, x[i]), SegmentKind.Min => MathF.Min(to, x[i]), _ => to * x[i] };
        }
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        ReadOnlySpan<float> x = node.Input(0), y = node.OutputSpan;
        Span<float> dx = node.InputGradient(0), dy = node.OutputGradient;
        int width = ids.Length == 0 ? 0 : x.Length / ids.Length;
        if (kind == SegmentKind.Product)
        {
            AddProducts(x, dy, dx, width);
            return;
        }

        // What has been given away is 0 from then on: the first of equal values has it.
        for (int i = 0; i < x.Length; i++)
        {
            int id = ids[i / width];
            if (id < 0 || x[i] != y[id * width + i % width]) continue;
            ref float gradient = ref dy[id * width + i % width];
            dx[i] += gradient;
            gradient = 0f;
        }
    }

    // The gradient of a factor is the product of the others, which division would not give beside a zero.
    private void AddProducts(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, int width)
    {
        var zeros = new int[dy.Length];
        var products = new double[dy.Length];
        Array.Fill(products, 1);
        for (int i = 0; i < x.Length; i++)
        {
            if (ids[i / width] < 0) continue;
            int at = ids[i / width] * width + i % width;
            if (x[i] == 0) zeros[at]++;
            else products[at] *= x[i];
        }

        for (int i = 0; i < x.Length; i++)
        {
            if (ids[i / width] < 0) continue;
            int at = ids[i / width] * width + i % width;
            if (zeros[at] == 0) dx[i] += (float)(dy[at] * products[at] / x[i]);
            else if (zeros[at] == 1 && x[i] == 0) dx[i] += (float)(dy[at] * products[at]);
        }
    }
}
