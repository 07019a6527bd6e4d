namespace DeepSharp.Tests.Losses;

public class MaskedLossTests
{
    // Losses 1, 4, 9, 16 with the last one masked: the mean of the first three, and the last one has no gradient.
    [Fact]
    public void Steps_that_are_padding_cost_nothing()
    {
        Tensor prediction = Tensor.From([1, 2, 3, 4], [2, 2, 1]);
        prediction.Mask = Tensor.From([1, 1, 1, 0], [2, 2]);
        var tape = new GradientTape();
        tape.Watch(prediction);
        Tensor loss = tape.Record(() => Loss.MeanSquaredError().Apply(Tensor.Zeros([2, 2, 1]), prediction));
        Assert.Equal(14f / 3, loss.Item(), 1e-6f);
        Assert.Equal([2f / 3, 4f / 3, 2f, 0f], tape.Gradient(loss, prediction)[0]!.ToArray(), (a, b) => Math.Abs(a - b) < 1e-6f);
    }

    [Fact]
    public void Weights_of_samples_multiply_the_mask()
    {
        Tensor prediction = Tensor.From([1, 2, 3, 4], [2, 2, 1]);
        prediction.Mask = Tensor.From([1, 1, 1, 0], [2, 2]);
        float loss = Loss.MeanSquaredError(Reduction.Sum).Apply(Tensor.Zeros([2, 2, 1]), prediction, Tensor.From([1, 2])).Item();
        Assert.Equal(1 + 4 + 2 * 9, loss, 1e-5f);
    }
}
