namespace DeepSharp;

/// <summary>The sums, or products, of all values along an axis up to each.</summary>
internal sealed class CumulateOp(int axis, bool isProduct) : Op
{
    public override string Name => isProduct ? "CumProd" : "CumSum";

    /// <summary>The axis; negative ones count from the end.</summary>
    public int Axis => axis;

    /// <summary>Whether it is the product, not the sum.</summary>
    public bool IsProduct => isProduct;

    public override bool KeepsOutputGradient => true;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        inputs[0].NormalizeAxis(axis);
        return inputs[0];
    }

    public override void Forward(Node node)
    {
        AxisView view = AxisView.Of(node.InputShape(0), axis);
        ReadOnlySpan<float> x = node.Input(0);
        Span<float> y = node.OutputSpan;
        for (int line = 0; line < view.Outer * view.Inner && view.Length > 0; line++)
        {
            int at = line / view.Inner * view.Length * view.Inner + line % view.Inner;
            double running = isProduct ? 1 : 0;
            for (int i = 0; i < view.Length; i++, at += view.Inner)
            {
                running = isProduct ? running * x[at] : running + x[at];
                y[at] = (float)running;
            }
        }
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        AxisView view = AxisView.Of(node.InputShape(0), axis);
        Span<float> dx = node.InputGradient(0);
        ReadOnlySpan<float> x = node.Input(0), dy = node.OutputGradient;
        for (int line = 0; line < view.Outer * view.Inner && view.Length > 0; line++)
        {
            int first = line / view.Inner * view.Length * view.Inner + line % view.Inner;
            if (isProduct) AddOfProducts(x[first..], dy[first..], dx[first..], view);
            else AddOfSums(dy[first..], dx[first..], view);
        }
    }

    public override Tensor? GradientOps(int index, ReadOnlySpan<Tensor> inputs, Tensor output, Tensor gradient) =>
        isProduct ? null : Ops.Flip(Ops.CumSum(Ops.Flip(gradient, axis), axis), axis);

    private static void AddOfSums(ReadOnlySpan<float> dy, Span<float> dx, AxisView view)
    {
        double running = 0;
        for (int i = view.Length - 1; i >= 0; i--)
        {
            running += dy[i * view.Inner];
            dx[i * view.Inner] += (float)running;
        }
    }

    // dx[i] = Σ over j ≥ i of dy[j]·(the product of x up to j without i). With P(i) the product before i and S(i) = dy[i] + x[i+1]·S(i+1)
    // it is P(i)·S(i): no division, so that zeros need no care.
    private static void AddOfProducts(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, AxisView view)
    {
        Span<double> after = view.Length <= 256 ? stackalloc double[view.Length] : new double[view.Length];
        double sum = 0;
        for (int i = view.Length - 1; i >= 0; i--)
        {
            sum = dy[i * view.Inner] + (i + 1 < view.Length ? x[(i + 1) * view.Inner] * sum : 0);
            after[i] = sum;
        }

        double before = 1;
        for (int i = 0; i < view.Length; i++)
        {
            dx[i * view.Inner] += (float)(before * after[i]);
            before *= x[i * view.Inner];
        }
    }
}
