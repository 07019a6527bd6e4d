namespace DeepSharp.Tests.Losses;

public class CtcTests
{
    [Fact]
    public void What_fits_no_sequence_is_refused_by_name()
    {
        Assert.Contains(
            "Loss ctc: expected predictions of rank 3, (batch, steps, classes), but got (2, 3).",
            Assert.Throws<ShapeException>(() => Loss.CTC().Apply(Tensor.Zeros([2, 3]), Tensor.Zeros([2, 3]))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "ctc: expected labels that are whole numbers from 1 to 2, padded with 0, for predictions of shape (1, 4, 3), but label 1 of the " +
            "batch is 3.",
            Assert.ThrowsAny<ArgumentException>(() => Loss.CTC().Apply(Tensor.From([1, 3], [1, 2]), Tensor.Zeros([1, 4, 3]))).Message,
            StringComparison.Ordinal);
    }

    // One step, two classes, of which nothing is said: half of all ways.
    [Fact]
    public void No_labels_cost_what_saying_nothing_costs() =>
        Assert.Equal(MathF.Log(2), Loss.CTC().Apply(Tensor.Zeros([1, 1]), Tensor.Zeros([1, 1, 2])).Item(), 1e-6f);
}
