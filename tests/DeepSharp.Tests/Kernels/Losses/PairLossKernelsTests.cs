using DeepSharp.Kernels;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Kernels.Losses;

public class PairLossKernelsTests
{
    [Fact]
    public void Cosine() => Check(new CosineError(), LossReference.Cosine);

    [Fact]
    public void Dice() => Check(new DiceError(), LossReference.Dice);

    [Theory]
    [InlineData(0.5f, 0.5f)]
    [InlineData(0.3f, 1.7f)]
    public void Tversky(float alpha, float beta) => Check(new TverskyError(alpha, beta), LossReference.Tversky(alpha, beta));

    [Fact]
    public void A_vector_of_zeros_has_no_direction()
    {
        var losses = new float[1];
        var gradients = new float[3];
        PairLossKernels.Forward(new CosineError(), [1, 2, 3], [0, 0, 0], losses, 3);
        PairLossKernels.Backward(new CosineError(), [1, 2, 3], [0, 0, 0], [1], gradients, 3, accumulate: false);
        Assert.Equal(0f, losses[0]);
        Assert.All(gradients, gradient => Assert.True(float.IsFinite(gradient)));
    }

    private static void Check<TLoss>(TLoss loss, LossReference.RowLoss reference)
        where TLoss : unmanaged, IPairLoss
    {
        for (int width = 1; width <= 70; width++)
        {
            const int rows = 3;
            float[] targets = TestData.Uniform(rows * width, 1, 0.1f, 0.9f), predictions = TestData.Uniform(rows * width, 2, 0.1f, 0.9f);
            float[] upstream = TestData.Uniform(rows, 3), before = TestData.Uniform(rows * width, 4);
            double[][] targetRows = [.. targets.Chunk(width).Select(row => Array.ConvertAll(row, t => (double)t))];
            var losses = new Fenced(rows);
            var written = new Fenced(rows * width);
            var added = new Fenced(before);

            PairLossKernels.Forward(loss, targets, predictions, losses.Span, width);
            PairLossKernels.Backward(loss, targets, predictions, upstream, written.Span, width, accumulate: false);
            PairLossKernels.Backward(loss, targets, predictions, upstream, added.Span, width, accumulate: true);

            double[] gradients = LossReference.Gradients(reference, targetRows, predictions, upstream);
            TestData.AssertClose(LossReference.Losses(reference, targetRows, predictions), losses.Span, 1e-6, 1e-6, $"losses, {width}");
            TestData.AssertClose(gradients, written.Span, 2e-6, 1e-5, $"gradients, {width}");
            for (int i = 0; i < gradients.Length; i++) gradients[i] += before[i];
            TestData.AssertClose(gradients, added.Span, 2e-6, 1e-5, $"added gradients, {width}");
            losses.AssertIntact();
            written.AssertIntact();
            added.AssertIntact();
        }
    }
}
