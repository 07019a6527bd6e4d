using DeepSharp.Kernels;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Kernels.Losses;

public class SoftmaxCrossEntropyKernelsTests
{
    [Fact]
    public void Labels_and_logits() => CrossEntropyCases.Check(
        LossReference.CategoricalFromLogits(0),
        sparse: true,
        n => TestData.Uniform(n, 1, -5, 5),
        (x, labels, losses, classes) => SoftmaxCrossEntropyKernels.ForwardSparse(x, labels, [], losses, classes),
        (x, labels, upstream, gradients, classes, accumulate) => SoftmaxCrossEntropyKernels.BackwardSparse(
            Softmax(x, classes), labels, upstream, gradients, classes, null, accumulate));

    [Theory]
    [InlineData(0f)]
    [InlineData(0.1f)]
    public void Soft_targets_and_logits(float smoothing) => CrossEntropyCases.Check(
        LossReference.CategoricalFromLogits(smoothing),
        sparse: false,
        n => TestData.Uniform(n, 1, -5, 5),
        (x, targets, losses, classes) => SoftmaxCrossEntropyKernels.ForwardDense(x, targets, [], losses, classes, smoothing),
        (x, targets, upstream, gradients, classes, accumulate) => SoftmaxCrossEntropyKernels.BackwardDense(
            Softmax(x, classes), targets, upstream, gradients, classes, smoothing, accumulate));

    [Fact]
    public void The_saved_probabilities_are_the_softmax_and_the_losses_do_not_depend_on_saving()
    {
        foreach ((int rows, int classes) in CrossEntropyCases.Sizes())
        {
            float[] x = TestData.Uniform(rows * classes, 1, -8, 8), labels = CrossEntropyCases.Labels(rows, classes);
            var probabilities = new Fenced(x.Length);
            var losses = new float[rows];
            var lossesAlone = new float[rows];

            SoftmaxCrossEntropyKernels.ForwardSparse(x, labels, probabilities.Span, losses, classes);
            SoftmaxCrossEntropyKernels.ForwardSparse(x, labels, [], lossesAlone, classes);

            TestData.AssertSameBits(losses, lossesAlone, "losses");
            probabilities.AssertIntact();
            for (int row = 0; row < rows; row++)
            {
                double[] exponentials = [.. x.Skip(row * classes).Take(classes).Select(v => Math.Exp(v))];
                double[] want = [.. exponentials.Select(e => e / exponentials.Sum())];
                TestData.AssertClose(want, probabilities.Span.Slice(row * classes, classes), 1e-7, 1e-5, $"{classes} classes");
            }
        }
    }

    [Fact]
    public void Huge_logits_stay_finite()
    {
        float[] x = [1000, 0, -1000, -3e38f, 3e38f, 0];
        var losses = new float[2];
        var probabilities = new float[6];

        SoftmaxCrossEntropyKernels.ForwardSparse(x, [1, 1], probabilities, losses, 3);

        // The vector exponential of .NET gives 1.0000001 for 0.
        TestData.AssertClose([1000, 0], losses, 2e-7, 0, "losses");
        TestData.AssertClose([1, 0, 0, 0, 1, 0], probabilities, 2e-7, 0, "probabilities");
    }

    [Fact]
    public void Many_equal_classes_cost_the_logarithm_of_their_number()
    {
        const int classes = 50_000;
        float[] losses = new float[2], targets = new float[2 * classes];
        Array.Fill(targets, 1f / classes);

        // One running sum in float would be off by 1e-3.
        SoftmaxCrossEntropyKernels.ForwardSparse(new float[2 * classes], [0, classes - 1], [], losses, classes);
        TestData.AssertClose([Math.Log(classes), Math.Log(classes)], losses, 0, 5e-6, "labels");

        SoftmaxCrossEntropyKernels.ForwardDense(new float[2 * classes], targets, [], losses, classes);
        TestData.AssertClose([Math.Log(classes), Math.Log(classes)], losses, 0, 5e-6, "targets");
    }

    [Fact]
    public void An_ignored_label_costs_nothing_and_has_no_gradient()
    {
        float[] x = TestData.Uniform(12, 1), losses = new float[3], probabilities = new float[12], gradients = TestData.Uniform(12, 2);
        float[] added = [.. gradients];

        SoftmaxCrossEntropyKernels.ForwardSparse(x, [2, -1, 0], probabilities, losses, 4, ignoreClass: -1);
        SoftmaxCrossEntropyKernels.BackwardSparse(probabilities, [2, -1, 0], [1, 1, 1], gradients, 4, -1, accumulate: false);
        SoftmaxCrossEntropyKernels.BackwardSparse(probabilities, [-1, -1, -1], [1, 1, 1], added, 4, -1, accumulate: true);

        Assert.Equal(0f, losses[1]);
        Assert.True(losses[0] > 0f && losses[2] > 0f);
        Assert.All(gradients[4..8], gradient => Assert.Equal(0f, gradient));
        Assert.Equal(TestData.Uniform(12, 2), added);
    }

    [Fact]
    public void A_label_that_is_none_gives_NaN_and_reads_nothing()
    {
        float[] labels = [-1, 4, 1.5f, float.NaN, 1e20f], x = new float[20], probabilities = new float[20], losses = new float[5];
        var gradients = new Fenced(20);

        SoftmaxCrossEntropyKernels.ForwardSparse(x, labels, probabilities, losses, 4);
        SoftmaxCrossEntropyKernels.BackwardSparse(probabilities, labels, [1, 1, 1, 1, 1], gradients.Span, 4, null, accumulate: false);

        Assert.All(losses, loss => Assert.True(float.IsNaN(loss)));
        Assert.All(gradients.ToArray(), gradient => Assert.True(float.IsNaN(gradient)));
        gradients.AssertIntact();
    }

    [Fact]
    public void One_thread_and_three_give_the_same_bits_and_allocate_nothing()
    {
        const int rows = 300, classes = 333;
        float[] x = TestData.Uniform(rows * classes, 1), targets = CrossEntropyCases.SoftTargets(rows, classes);
        float[] labels = CrossEntropyCases.Labels(rows, classes);
        (float[] losses1, float[] gradients1) = Run();
        (float[] losses3, float[] gradients3) = (new float[rows], new float[x.Length]);
        float[] probabilities = new float[x.Length];

        using var _ = new ThreadCount(3);
        AllocationAssert.Zero(
            () =>
            {
                SoftmaxCrossEntropyKernels.ForwardSparse(x, labels, probabilities, losses3, classes);
                SoftmaxCrossEntropyKernels.BackwardSparse(probabilities, labels, losses3, gradients3, classes, null, accumulate: false);
                SoftmaxCrossEntropyKernels.ForwardDense(x, targets, probabilities, losses3, classes);
                SoftmaxCrossEntropyKernels.BackwardDense(probabilities, targets, losses3, gradients3, classes, 0f, accumulate: true);
            },
            warmup: 5,
            repeats: 3);

        TestData.AssertSameBits(losses1, losses3, "losses");
        TestData.AssertSameBits(gradients1, gradients3, "gradients");

        (float[], float[]) Run()
        {
            using var _ = new ThreadCount(1);
            float[] saved = new float[x.Length], losses = new float[rows], gradients = new float[x.Length];
            SoftmaxCrossEntropyKernels.ForwardSparse(x, labels, saved, losses, classes);
            SoftmaxCrossEntropyKernels.BackwardSparse(saved, labels, losses, gradients, classes, null, accumulate: false);
            SoftmaxCrossEntropyKernels.ForwardDense(x, targets, saved, losses, classes);
            SoftmaxCrossEntropyKernels.BackwardDense(saved, targets, losses, gradients, classes, 0f, accumulate: true);
            return (losses, gradients);
        }
    }

    private static float[] Softmax(float[] x, int classes)
    {
        var probabilities = new float[x.Length];
        SoftmaxCrossEntropyKernels.ForwardSparse(x, new float[x.Length / classes], probabilities, new float[x.Length / classes], classes);
        return probabilities;
    }
}
