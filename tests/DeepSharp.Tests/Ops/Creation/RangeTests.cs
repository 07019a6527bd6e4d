using F = DeepSharp.Ops;

namespace DeepSharp.Tests.Ops.Creation;

public class RangeTests
{
    [Fact]
    public void Numbers_follow_their_rule()
    {
        Assert.Equal([0f, 1f, 2f], F.Arange(3).ToArray());
        Assert.Equal([2f, 5f, 8f], F.Arange(2, 11, 3).ToArray());
        Assert.Equal([0f, 0.5f, 1f], F.Linspace(0, 1, 3).ToArray());
        Assert.Equal([0f, 0.25f, 0.5f, 0.75f], F.Linspace(0, 1, 4, endpoint: false).ToArray());
        Assert.Equal([1f, 10f, 100f], F.Logspace(0, 2, 3).ToArray());
        Assert.Equal([1f, 2f, 4f], F.Geomspace(1, 4, 3).ToArray());
        Assert.Equal([-1f, -2f, -4f], F.Geomspace(-1, -4, 3).ToArray());
        Assert.Empty(F.Linspace(0, 1, 0).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => F.Geomspace(0, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => F.Linspace(0, 4, -1));
        Assert.Equal([7f, 7f], F.FullLike(Tensor.Zeros([2]), 7).ToArray());
        Assert.Equal([0f, 1f, 0f, 0f, 0f, 1f], F.Eye(2, 3, 1).ToArray());
        Assert.Equal([1f, 0f, 0f, 1f], F.Identity(2).ToArray());
    }

    [Fact]
    public void Between_tensors_there_are_tensors_with_gradients()
    {
        Tensor a = Tensor.From([0.0, 10.0]), b = Tensor.From([1.0, 20.0]);
        Assert.Equal([0f, 10f, 0.5f, 15f, 1f, 20f], F.Linspace(a, b, 3).ToArray());
        Assert.Equal([2, 3], F.Linspace(a, b, 3, axis: -1).Shape.ToArray());
        GradientCheck.Run(() => F.Linspace(a, b, 3), [a, b], at => [.. Enumerable.Range(0, 6).Select(i => at[0][i % 2] + (at[1][i % 2] - at[0][i % 2]) * (i / 2) / 2)]);
    }

    [Fact]
    public void Windows_are_symmetric_and_those_of_NumPy()
    {
        Assert.Equal([0f, 0.5f, 1f, 0.5f, 0f], F.Bartlett(5).ToArray());
        TestData.AssertClose([0.08, 0.54, 1, 0.54, 0.08], F.Hamming(5).Span, 1e-6, 0, "hamming");
        TestData.AssertClose([0, 0.5, 1, 0.5, 0], F.Hanning(5).Span, 1e-6, 0, "hanning");
        TestData.AssertClose([0, 0.34, 1, 0.34, 0], F.Blackman(5).Span, 1e-6, 0, "blackman");
        TestData.AssertClose([0.03671089], F.Kaiser(5, 5).Span[..1], 1e-5, 0, "kaiser");
        Assert.Equal([1f], F.Kaiser(1, 8).ToArray());
        Assert.Empty(F.Hanning(0).ToArray());
    }
}
