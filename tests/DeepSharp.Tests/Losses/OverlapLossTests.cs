namespace DeepSharp.Tests.Losses;

public class OverlapLossTests
{
    private static readonly Tensor s_target = Tensor.From([1, 0, 0, 1], [2, 2]), s_prediction = Tensor.From([1, 0, 1, 0], [2, 2]);

    // Of four values two are both said and there, in one place: 1 - 2·1/(2 + 2).
    [Fact]
    public void Without_axes_it_is_one_loss_of_the_batch()
    {
        Assert.Equal(0.5f, Loss.Dice().Apply(s_target, s_prediction).Item(), 1e-6f);
        Assert.Equal([], Loss.Dice(Reduction.None).Apply(s_target, s_prediction).Shape);
    }

    [Fact]
    public void Weights_of_samples_count_by_their_mean() =>
        Assert.Equal(1f, Loss.Dice().Apply(s_target, s_prediction, Tensor.From([1, 3])).Item(), 1e-6f);

    [Fact]
    public void With_axes_it_is_a_loss_of_each_sample() =>
        Assert.Equal([0f, 1f], Loss.Dice(axis: [1]).PerSample(s_target, s_prediction).ToArray(), (a, b) => Math.Abs(a - b) < 1e-6f);

    // Missed: one; wrongly said: one. 1 - 1/(1 + 2·1 + 1).
    [Fact]
    public void Tversky_weighs_what_is_missed() => Assert.Equal(0.75f, Loss.Tversky(2, 1).Apply(s_target, s_prediction).Item(), 1e-6f);

    [Fact]
    public void Shapes_that_differ_and_axes_named_twice_are_refused()
    {
        Assert.Contains(
            "Loss dice: expected targets of the shape of the predictions, (2, 2), but got (2, 3).",
            Assert.Throws<ShapeException>(() => Loss.Dice().Apply(Tensor.Zeros([2, 3]), s_prediction)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "expected each axis once but got (1, -1)",
            Assert.Throws<ShapeException>(() => Loss.Dice(axis: [1, -1]).Apply(s_target, s_prediction)).Message, StringComparison.Ordinal);
    }
}
