using DeepSharp.Kernels;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Kernels.Losses;

public class ElementLossKernelsTests
{
    private static IEnumerable<(int Rows, int Width)> Sizes()
    {
        for (int width = 1; width <= 257; width++) yield return (width <= 70 ? 3 : 1, width);
        yield return (2, 257);
        yield return (0, 5);
    }

    [Fact]
    public void Squared_error() => Check(new SquaredError(), LossReference.SquaredError, TestData.Uniform, TestData.Uniform);

    [Fact]
    public void Absolute_error() => Check(new AbsoluteError(), LossReference.AbsoluteError, TestData.Uniform, TestData.Uniform);

    [Theory]
    [InlineData(1f)]
    [InlineData(0.4f)]
    public void Huber_error(float delta) => Check(new HuberError(delta), LossReference.Huber(delta), TestData.Uniform, Wide);

    [Theory]
    [InlineData(0f)]
    [InlineData(0.2f)]
    public void Binary_cross_entropy(float smoothing) => Check(
        new BinaryCrossEntropy(smoothing), LossReference.Binary(smoothing), Probabilities, Probabilities);

    [Theory]
    [InlineData(0f)]
    [InlineData(0.2f)]
    public void Binary_cross_entropy_from_logits(float smoothing) => Check(
        new BinaryCrossEntropyFromLogits(smoothing), LossReference.BinaryFromLogits(smoothing), Probabilities, Wide);

    [Fact]
    public void Percentage_error() => Check(new PercentageError(), LossReference.PercentageError, Probabilities, TestData.Uniform, 1e-5);

    [Fact]
    public void Squared_logarithmic_error() =>
        Check(new SquaredLogarithmicError(), LossReference.SquaredLogarithmicError, Probabilities, Probabilities);

    [Fact]
    public void Log_cosh_error() => Check(new LogCoshError(), LossReference.LogCosh, TestData.Uniform, Wide);

    [Fact]
    public void Poisson_error() => Check(new PoissonError(), LossReference.Poisson, Probabilities, Probabilities, 1e-5);

    [Fact]
    public void Hinge_error() => Check(new HingeError(), LossReference.Hinge, Signs, TestData.Uniform);

    [Fact]
    public void Squared_hinge_error() => Check(new SquaredHingeError(), LossReference.SquaredHinge, Signs, Wide, 1e-5);

    [Theory]
    [InlineData(2f, 0f, false)]
    [InlineData(1.5f, 0.2f, true)]
    public void Binary_focal_error(float gamma, float smoothing, bool isBalanced) => Check(
        new BinaryFocalError(gamma, smoothing, isBalanced, 0.3f), LossReference.BinaryFocal(gamma, smoothing, isBalanced ? 0.3f : null),
        Probabilities, Probabilities, 1e-5);

    [Fact]
    public void Sums_over_the_row()
    {
        Check(new DivergenceTerm(), LossReference.Divergence, Probabilities, Probabilities, 1e-5, isSum: true);
        Check(new CategoricalFocalTerm(0.3f, 1.5f), LossReference.CategoricalFocal(0.3f, 1.5), Probabilities, Probabilities, 1e-5, isSum: true);
    }

    [Fact]
    public void A_clipped_probability_costs_what_float32_says_and_has_no_gradient()
    {
        float[] targets = [1, 0, 1, 0], predictions = [0, 1, 1, 0];
        var losses = new float[4];
        var gradients = new float[4];

        ElementLossKernels.Forward(new BinaryCrossEntropy(), targets, predictions, losses, 1);
        ElementLossKernels.Backward(new BinaryCrossEntropy(), targets, predictions, [1, 1, 1, 1], gradients, 1, accumulate: false);

        // log 1e-7 = -16.118, log(1 - (1 - 1e-7)) = log 1.19e-7 = -15.942
        TestData.AssertClose([16.118095, 15.942385, 1.1920929e-7, 1.1920929e-7], losses, 2e-8, 2e-6, "losses");
        Assert.Equal([0, 0, 0, 0], gradients);
    }

    [Fact]
    public void Large_logits_stay_finite_and_small_losses_keep_their_digits()
    {
        float[] targets = [0, 1, 1, 1], predictions = [1000, -1000, 1000, 40];
        var losses = new float[4];
        var gradients = new float[4];

        ElementLossKernels.Forward(new BinaryCrossEntropyFromLogits(), targets, predictions, losses, 1);
        ElementLossKernels.Backward(new BinaryCrossEntropyFromLogits(), targets, predictions, [1, 1, 1, 1], gradients, 1, false);

        TestData.AssertClose([1000, 1000, 0, Math.Exp(-40)], losses, 0, 1e-6, "losses");
        Assert.Equal([1, -1, 0, 0], gradients);
    }

    [Fact]
    public void The_absolute_error_of_equal_values_has_gradient_zero()
    {
        var gradients = new float[40];
        float[] values = TestData.Uniform(40, 1);

        ElementLossKernels.Backward(new AbsoluteError(), values, values, [1], gradients, 40, accumulate: false);

        Assert.All(gradients, gradient => Assert.Equal(0f, gradient));
    }

    [Fact]
    public void A_long_row_keeps_its_precision()
    {
        const int width = 1_000_000;
        var predictions = new float[width];
        Array.Fill(predictions, 0.1f);
        var losses = new float[1];

        ElementLossKernels.Forward(new AbsoluteError(), new float[width], predictions, losses, width);

        Assert.Equal(0.1f, losses[0], 1e-6f);
    }

    [Fact]
    public void One_thread_and_three_give_the_same_bits_and_allocate_nothing()
    {
        const int rows = 70, width = 2500;
        float[] targets = TestData.Uniform(rows * width, 1), predictions = TestData.Uniform(rows * width, 2);
        float[] losses1 = new float[rows], losses3 = new float[rows];
        float[] gradients1 = new float[rows * width], gradients3 = new float[rows * width];
        using (new ThreadCount(1))
        {
            ElementLossKernels.Forward(new SquaredError(), targets, predictions, losses1, width);
            ElementLossKernels.Backward(new SquaredError(), targets, predictions, losses1, gradients1, width, accumulate: false);
        }

        using var _ = new ThreadCount(3);
        AllocationAssert.Zero(
            () =>
            {
                ElementLossKernels.Forward(new SquaredError(), targets, predictions, losses3, width);
                ElementLossKernels.Backward(new SquaredError(), targets, predictions, losses3, gradients3, width, accumulate: false);
            },
            warmup: 5,
            repeats: 5);

        TestData.AssertSameBits(losses1, losses3, "losses");
        TestData.AssertSameBits(gradients1, gradients3, "gradients");
    }

    private delegate float[] Maker(int length, int seed, float minimum, float maximum);

    private static float[] Probabilities(int length, int seed, float minimum, float maximum) =>
        TestData.Uniform(length, seed, 0.001f, 0.999f);

    private static float[] Wide(int length, int seed, float minimum, float maximum) => TestData.Uniform(length, seed, -15f, 15f);

    private static float[] Signs(int length, int seed, float minimum, float maximum) =>
        Array.ConvertAll(TestData.Uniform(length, seed), value => value > 0 ? 1f : -1f);

    private static void Check<TLoss>(
        TLoss loss, LossReference.RowLoss reference, Maker makeTargets, Maker makePredictions, double tolerance = 1e-6, bool isSum = false)
        where TLoss : unmanaged, IElementLoss
    {
        foreach ((int rows, int width) in Sizes())
        {
            float[] targets = makeTargets(rows * width, 1, -1, 1), predictions = makePredictions(rows * width, 2, -1, 1);
            float[] upstream = TestData.Uniform(rows, 3), before = TestData.Uniform(rows * width, 4);
            double[][] targetRows = [.. targets.Chunk(width).Select(row => Array.ConvertAll(row, t => (double)t))];
            var losses = new Fenced(rows);
            var written = new Fenced(rows * width);
            var added = new Fenced(before);

            ElementLossKernels.Forward(loss, targets, predictions, losses.Span, width, isSum);
            ElementLossKernels.Backward(loss, targets, predictions, upstream, written.Span, width, accumulate: false, isSum);
            ElementLossKernels.Backward(loss, targets, predictions, upstream, added.Span, width, accumulate: true, isSum);

            double[] gradients = LossReference.Gradients(reference, targetRows, predictions, upstream);
            double[] values = LossReference.Losses(reference, targetRows, predictions);
            TestData.AssertClose(values, losses.Span, tolerance, tolerance, $"losses, {rows} x {width}");
            TestData.AssertClose(gradients, written.Span, tolerance, 10 * tolerance, $"gradients, {rows} x {width}");
            for (int i = 0; i < gradients.Length; i++) gradients[i] += before[i];
            TestData.AssertClose(gradients, added.Span, tolerance, 10 * tolerance, $"added gradients, {rows} x {width}");
            losses.AssertIntact();
            written.AssertIntact();
            added.AssertIntact();
        }
    }
}
