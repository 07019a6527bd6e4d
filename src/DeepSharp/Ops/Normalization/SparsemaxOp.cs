using System.Buffers;

namespace DeepSharp;

/// <summary>y = max(x - τ, 0) over an axis (Martins and Astudillo 2016, algorithm 1), with the τ that Keras 3 computes.</summary>
/// <remarks>
/// k is the number of values that are above (sum of the larger ones and itself - 1)/their number. The paper has τ = (sum of the k largest
/// - 1)/k; Keras puts the sum of all k running sums in the place of the sum, so that y sums to less than 1 where k is above 1.
/// </remarks>
internal sealed class SparsemaxOp(int axis) : Op
{
    public override string Name => "Sparsemax";

    /// <summary>The axis that values are compared over; negative ones count from the end.</summary>
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
                float threshold = (float)ThresholdOf(sorted, out _);
                for (int i = 0; i < view.Length; i++) y[start + i * view.Inner] = MathF.Max(x[start + i * view.Inner] - threshold, 0f);
            }
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    // Each of the k largest is in all running sums from its own on: of the largest there are k, of the last one.
    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        var view = AxisView.Of(node.Output.Shape, axis);
        ReadOnlySpan<float> x = node.Input(0), y = node.OutputSpan, upstream = node.OutputGradient;
        Span<float> gradient = node.InputGradient(0);
        float[] rented = ArrayPool<float>.Shared.Rent(view.Length);
        Span<float> sorted = rented.AsSpan(0, view.Length);
        for (int outer = 0; outer < view.Outer; outer++)
        {
            for (int inner = 0; inner < view.Inner; inner++)
            {
                int start = outer * view.Length * view.Inner + inner;
                double sum = 0;
                for (int i = 0; i < view.Length; i++)
                {
                    int at = start + i * view.Inner;
                    sorted[i] = x[at];
                    if (y[at] > 0f) sum += upstream[at];
                }

                sorted.Sort();
                ThresholdOf(sorted, out int count);
                for (int i = 0; i < view.Length; i++)
                {
                    int at = start + i * view.Inner, larger = view.Length - 1 - PlaceOf(x[at], sorted);
                    if (y[at] > 0f) gradient[at] += upstream[at];
                    if (larger < count) gradient[at] -= (float)(sum * (count - larger) / count);
                }
            }
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    // The last place of a value among sorted ones.
    private static int PlaceOf(float value, ReadOnlySpan<float> ascending)
    {
        int place = ascending.BinarySearch(value);
        while (place >= 0 && place + 1 < ascending.Length && ascending[place + 1] == value) place++;
        return Math.Max(place, 0);
    }

    private static double ThresholdOf(ReadOnlySpan<float> ascending, out int count)
    {
        double sum = 0, sums = 0;
        count = 0;
        for (int k = 1; k <= ascending.Length; k++)
        {
            float value = ascending[^k];
            sum += value;
            if (value - (sum - 1) / k <= 0) break;
            (sums, count) = (sums + sum, k);
        }

        return count == 0 ? double.PositiveInfinity : (sums - 1) / count;
    }
}
