namespace DeepSharp.Tests.Ops;

public class MaskSelectOpTests
{
    private static readonly float[] s_mask = [1, 0, 0, 1, 1, 0];

    [Fact]
    public void A_mask_over_the_leading_axes_chooses_between_two()
    {
        Tensor mask = Tensor.From(s_mask, [2, 3]), a = Random(1), b = Random(2);
        GradientCheck.Run(
            () => Tape.Run(MaskSelectOp.OrZero, mask, a, b), [a, b],
            at => [.. Enumerable.Range(0, 24).Select(i => s_mask[i / 4] != 0 ? at[0][i] : at[1][i])]);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(1f)]
    public void A_number_may_stand_for_the_second(float other)
    {
        Tensor mask = Tensor.From(s_mask, [2, 3]), a = Random(1);
        GradientCheck.Run(
            () => Tape.Run(new MaskSelectOp(other), mask, a), [a],
            at => [.. Enumerable.Range(0, 24).Select(i => s_mask[i / 4] != 0 ? at[0][i] : other)]);
    }

    // Values 1 and 1 of the samples' masks: the second step.
    [Fact]
    public void A_step_of_the_mask_chooses_whole_samples()
    {
        Tensor mask = Tensor.From(s_mask, [2, 3]), a = Random(1), b = Random(2);
        GradientCheck.Run(
            () => Tape.Run(new MaskSelectOp(step: 1), mask, a, b) + a, [a, b],
            at => [.. Enumerable.Range(0, 24).Select(i => (i < 12 ? at[1][i] : at[0][i]) + at[0][i])]);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Tensor a = Random(1);
        Assert.Throws<ShapeException>(() => Tape.Run(MaskSelectOp.OrZero, Tensor.Ones([3, 2]), a));
        Assert.Throws<ShapeException>(() => Tape.Run(new MaskSelectOp(step: 3), Tensor.Ones([2, 3]), a));
        Assert.Throws<ShapeException>(() => Tape.Run(MaskSelectOp.OrZero, Tensor.Ones([2, 3]), a, Tensor.Ones([2, 3])));
    }

    private static Tensor Random(int seed) => Tensor.From(TestData.Uniform(24, seed), [2, 3, 4]);
}
