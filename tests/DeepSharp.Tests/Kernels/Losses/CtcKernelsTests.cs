using DeepSharp.Kernels;

namespace DeepSharp.Tests.Kernels.Losses;

public class CtcKernelsTests
{
    private const int Steps = 4, Classes = 3;

    public static TheoryData<float[]> Labels =>
    [
        new float[] { 1, 2, 0 }, new float[] { 1, 1, 0 }, new float[] { 2, 0, 0 }, new float[] { 0, 0, 0 }, new float[] { 1, 2, 1 },
        new float[] { 2, 2, 0 },
    ];

    // All 81 ways through four steps, each collapsed to what it says.
    [Theory]
    [MemberData(nameof(Labels))]
    public void The_loss_adds_up_all_ways_to_say_the_labels(float[] labels)
    {
        float[] logits = TestData.Uniform(Steps * Classes, 5, -2f, 2f);
        var losses = new float[1];
        CtcKernels.Forward(labels, logits, losses, labels.Length, Steps, Classes);
        Assert.Equal(LossOf(labels, Array.ConvertAll(logits, x => (double)x)), losses[0], 1e-5);
    }

    [Theory]
    [MemberData(nameof(Labels))]
    public void The_gradient_is_that_of_small_differences(float[] labels)
    {
        float[] logits = TestData.Uniform(Steps * Classes, 6, -2f, 2f), before = TestData.Uniform(Steps * Classes, 7);
        var (written, added) = (new Fenced(Steps * Classes), new Fenced(before));
        CtcKernels.Backward(labels, logits, [0.5f], written.Span, labels.Length, Steps, Classes, accumulate: false);
        CtcKernels.Backward(labels, logits, [0.5f], added.Span, labels.Length, Steps, Classes, accumulate: true);
        double[] at = Array.ConvertAll(logits, x => (double)x), want = new double[at.Length];
        for (int i = 0; i < at.Length; i++)
        {
            double middle = at[i];
            at[i] = middle + 1e-5;
            double above = LossOf(labels, at);
            at[i] = middle - 1e-5;
            want[i] = 0.5 * (above - LossOf(labels, at)) / 2e-5;
            at[i] = middle;
        }

        TestData.AssertClose(want, written.Span, 1e-6, 1e-5, "gradient");
        TestData.AssertClose([.. want.Zip(before, (g, b) => g + b)], added.Span, 1e-6, 1e-5, "added gradient");
        written.AssertIntact();
        added.AssertIntact();
    }

    [Fact]
    public void Labels_that_do_not_fit_cost_infinity_and_have_no_gradient()
    {
        float[] logits = TestData.Uniform(2 * Classes, 8);
        var losses = new float[1];
        var gradients = new float[2 * Classes];
        CtcKernels.Forward([1, 1], logits, losses, 2, 2, Classes);
        CtcKernels.Backward([1, 1], logits, [1], gradients, 2, 2, Classes, accumulate: false);
        Assert.Equal(float.PositiveInfinity, losses[0]);
        Assert.All(gradients, gradient => Assert.Equal(0f, gradient));
    }

    [Fact]
    public void Long_sequences_stay_finite()
    {
        const int steps = 2000;
        float[] logits = TestData.Uniform(steps * Classes, 9, -9f, 9f), labels = new float[300];
        for (int i = 0; i < labels.Length; i++) labels[i] = 1 + i % 2;
        var losses = new float[1];
        var gradients = new float[steps * Classes];
        CtcKernels.Forward(labels, logits, losses, labels.Length, steps, Classes);
        CtcKernels.Backward(labels, logits, [1], gradients, labels.Length, steps, Classes, accumulate: false);
        Assert.True(float.IsFinite(losses[0]) && losses[0] > 100);
        Assert.All(gradients, gradient => Assert.True(float.IsFinite(gradient)));

        // Both are shares of one: their differences sum to 0 in each step.
        for (int t = 0; t < steps; t++) Assert.Equal(0, gradients.AsSpan(t * Classes, Classes).ToArray().Sum(g => (double)g), 1e-5);
    }

    private static double LossOf(float[] labels, double[] logits)
    {
        string wanted = string.Concat(labels.Where(label => label != 0));
        double sum = 0;
        for (int way = 0; way < Math.Pow(Classes, Steps); way++)
        {
            int[] said = [.. Enumerable.Range(0, Steps).Select(t => way / (int)Math.Pow(Classes, t) % Classes)];
            string collapsed = string.Concat(said.Where((k, t) => k != 0 && (t == 0 || said[t - 1] != k)));
            if (collapsed == wanted) sum += Math.Exp(Enumerable.Range(0, Steps).Sum(t => LogOf(logits, t, said[t])));
        }

        return -Math.Log(sum);
    }

    private static double LogOf(double[] logits, int step, int k) =>
        logits[step * Classes + k] - Math.Log(Enumerable.Range(0, Classes).Sum(j => Math.Exp(logits[step * Classes + j])));
}
