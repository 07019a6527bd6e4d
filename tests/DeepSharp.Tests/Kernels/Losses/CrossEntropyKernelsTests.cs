using DeepSharp.Kernels;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Kernels.Losses;

public class CrossEntropyKernelsTests
{
    // Not normalised: dividing by the sum is part of the loss.
    private static float[] Predictions(int length) => TestData.Uniform(length, 1, 0.05f, 1f);

    [Fact]
    public void Labels_and_probabilities() => CrossEntropyCases.Check(
        LossReference.Categorical(0),
        sparse: true,
        Predictions,
        (p, labels, losses, classes) => CrossEntropyKernels.ForwardSparse(p, labels, losses, classes),
        (p, labels, upstream, gradients, classes, accumulate) => CrossEntropyKernels.BackwardSparse(
            p, labels, upstream, gradients, classes, null, accumulate));

    [Theory]
    [InlineData(0f)]
    [InlineData(0.1f)]
    public void Soft_targets_and_probabilities(float smoothing) => CrossEntropyCases.Check(
        LossReference.Categorical(smoothing),
        sparse: false,
        Predictions,
        (p, targets, losses, classes) => CrossEntropyKernels.ForwardDense(p, targets, losses, classes, smoothing),
        (p, targets, upstream, gradients, classes, accumulate) => CrossEntropyKernels.BackwardDense(
            p, targets, upstream, gradients, classes, smoothing, accumulate));

    [Fact]
    public void A_certain_wrong_answer_costs_16_118_and_has_no_gradient()
    {
        float[] predictions = [1, 0, 0, 0, 1, 0, 0, 0], oneHot = [0, 1, 0, 0, 1, 0, 0, 0];
        float[] sparse = new float[2], dense = new float[2], sparseGradients = new float[8], denseGradients = new float[8];

        CrossEntropyKernels.ForwardSparse(predictions, [1, 0], sparse, 4);
        CrossEntropyKernels.ForwardDense(predictions, oneHot, dense, 4);
        CrossEntropyKernels.BackwardSparse(predictions, [1, 0], [1, 1], sparseGradients, 4, null, accumulate: false);
        CrossEntropyKernels.BackwardDense(predictions, oneHot, [1, 1], denseGradients, 4, 0f, accumulate: false);

        TestData.AssertClose([16.118095, 1.1920929e-7], sparse, 1e-9, 1e-6, "sparse losses");
        TestData.AssertClose([16.118095, 1.1920929e-7], dense, 1e-9, 1e-6, "dense losses");
        Assert.All(sparseGradients, gradient => Assert.Equal(0f, gradient));
        Assert.All(denseGradients, gradient => Assert.Equal(0f, gradient));
    }

    [Fact]
    public void A_clipped_class_drops_out_of_the_gradient_of_the_others()
    {
        // q = (0.25, 0.75, 0), t = (0.5, 0.2, 0.3), T = 0.7, Σp = 2: (T - t/q) / 2
        float[] gradients = new float[3];

        CrossEntropyKernels.BackwardDense([0.5f, 1.5f, 0f], [0.5f, 0.2f, 0.3f], [1], gradients, 3, 0f, accumulate: false);

        TestData.AssertClose([(0.7 - 0.5 / 0.25) / 2, (0.7 - 0.2 / 0.75) / 2, 0.7 / 2], gradients, 1e-6, 0, "gradients");
    }

    [Fact]
    public void An_ignored_label_costs_nothing_and_has_no_gradient()
    {
        float[] p = Predictions(12), losses = new float[3], gradients = TestData.Uniform(12, 2), added = TestData.Uniform(12, 2);

        CrossEntropyKernels.ForwardSparse(p, [2, 255, 0], losses, 4, ignoreClass: 255);
        CrossEntropyKernels.BackwardSparse(p, [2, 255, 0], [1, 1, 1], gradients, 4, 255, accumulate: false);
        CrossEntropyKernels.BackwardSparse(p, [255, 255, 255], [1, 1, 1], added, 4, 255, accumulate: true);

        Assert.Equal(0f, losses[1]);
        Assert.True(losses[0] > 0f && losses[2] > 0f);
        Assert.All(gradients[4..8], gradient => Assert.Equal(0f, gradient));
        Assert.Equal(TestData.Uniform(12, 2), added);
    }

    [Fact]
    public void A_label_that_is_none_gives_NaN_and_reads_nothing()
    {
        float[] labels = [-1, 4, 1.5f, float.NaN], p = Predictions(16), losses = new float[4];
        var gradients = new Fenced(16);

        CrossEntropyKernels.ForwardSparse(p, labels, losses, 4);
        CrossEntropyKernels.BackwardSparse(p, labels, [1, 1, 1, 1], gradients.Span, 4, null, accumulate: false);

        Assert.All(losses, loss => Assert.True(float.IsNaN(loss)));
        Assert.All(gradients.ToArray(), gradient => Assert.True(float.IsNaN(gradient)));
        gradients.AssertIntact();
    }

    [Fact]
    public void One_thread_and_three_give_the_same_bits_and_allocate_nothing()
    {
        const int rows = 400, classes = 500;
        float[] p = Predictions(rows * classes), targets = CrossEntropyCases.SoftTargets(rows, classes);
        float[] labels = CrossEntropyCases.Labels(rows, classes);
        float[][] one = [new float[rows], new float[rows], new float[p.Length]];
        float[][] three = [new float[rows], new float[rows], new float[p.Length]];
        using (new ThreadCount(1)) Run(one);

        using var _ = new ThreadCount(3);
        AllocationAssert.Zero(() => Run(three), warmup: 5, repeats: 3);

        for (int i = 0; i < one.Length; i++) TestData.AssertSameBits(one[i], three[i], $"output {i}");

        void Run(float[][] outputs)
        {
            CrossEntropyKernels.ForwardSparse(p, labels, outputs[0], classes);
            CrossEntropyKernels.ForwardDense(p, targets, outputs[1], classes);
            CrossEntropyKernels.BackwardSparse(p, labels, outputs[0], outputs[2], classes, null, accumulate: false);
            CrossEntropyKernels.BackwardDense(p, targets, outputs[1], outputs[2], classes, 0f, accumulate: true);
        }
    }
}
