using System.Buffers;

namespace DeepSharp;

/// <summary>y = max(x - τ, 0) over an axis, with the τ for which y sums to 1 (Martins and Astudillo 2016, algorithm 1).</summary>
internal sealed class SparsemaxOp(int axis) : Op
{
    public override string Name => "Sparsemax";

    /// <summary>The axis that values sum to 1 over; negative ones count from the end.</summary>
    public int Axis => axis;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        inputs[0].NormalizeAxis(axis);
        return inputs[0];
    }

    public override void Forward(Node node)
    {
        var view = AxisView.Of(node.Output.Shape, axis);
        ReadOnlySpan<float> x = node.Input(0);
        Span<float> y = node.OutputSpan;
        float[] rented = ArrayPool<float>.Shared.Rent(view.Length);
        Span<float> sorted = rented.AsSpan(0, view.Length);
        for (int outer = 0; outer < view.Outer; outer++)
        {
            for (int inner = 0; inner < view.Inner; inner++)
            {
                int start = outer * view.Length * view.Inner + inner;
                for (int i = 0; i < view.Length; i++) sorted[i] = x[start + i * view.Inner];
                sorted.Sort();
                float threshold = (float)ThresholdOf(sorted);
                for (int i = 0; i < view.Length; i++) y[start + i * view.Inner] = MathF.Max(x[start + i * view.Inner] - threshold, 0f);
            }
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    // Where y is above 0: the gradient less its mean there.
    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        var view = AxisView.Of(node.Output.Shape, axis);
        ReadOnlySpan<float> y = node.OutputSpan, upstream = node.OutputGradient;
        Span<float> gradient = node.InputGradient(0);
        for (int outer = 0; outer < view.Outer; outer++)
        {
            for (int inner = 0; inner < view.Inner; inner++)
            {
                int start = outer * view.Length * view.Inner + inner, count = 0;
                double sum = 0;
                for (int i = start; i < start + view.Length * view.Inner; i += view.Inner)
                {
                    if (y[i] > 0f) (sum, count) = (sum + upstream[i], count + 1);
                }

                float mean = (float)(sum / count);
                for (int i = start; i < start + view.Length * view.Inner; i += view.Inner)
                {
                    if (y[i] > 0f) gradient[i] += upstream[i] - mean;
                }
            }
        }
    }

    // (Σ of the k largest - 1)/k for the largest k whose smallest value is above it.
    private static double ThresholdOf(ReadOnlySpan<float> ascending)
    {
        double sum = 0, threshold = 0;
        for (int k = 1; k <= ascending.Length; k++)
        {
            float value = ascending[^k];
            sum += value;
            if (1 + k * (double)value <= sum) break;
            threshold = (sum - 1) / k;
        }

        return threshold;
    }
}
