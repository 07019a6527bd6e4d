namespace DeepSharp.Tests.Initializers;

public class OrthogonalTests
{
    [Theory]
    [InlineData(6, 6)]
    [InlineData(9, 4)]
    [InlineData(4, 9)]
    [InlineData(1, 5)]
    [InlineData(64, 64)]
    [InlineData(129, 260)]
    [InlineData(200, 200)]
    [InlineData(300, 257)]
    public void The_vectors_of_the_shorter_side_are_perpendicular_and_of_length_1(int rows, int columns) =>
        CheckOrthogonal(Initializer.Orthogonal(seed: 2).Create([rows, columns]).Span, rows, columns, gain: 1);

    [Fact]
    public void The_gain_is_their_length() => CheckOrthogonal(Initializer.Orthogonal(3f, seed: 2).Create([5, 3]).Span, 5, 3, gain: 3);

    [Fact]
    public void All_axes_but_the_last_count_as_rows() =>
        CheckOrthogonal(Initializer.Orthogonal(seed: 2).Create([3, 3, 2, 4]).Span, 18, 4, gain: 1);

    [Fact]
    public void A_vector_is_refused()
    {
        var exception = Assert.Throws<ShapeException>(() => Initializer.Orthogonal().Create([3]));
        Assert.Equal("Orthogonal: expected a weight of rank 2 or more but got (3,). Use another initializer.", exception.Message);
    }

    [Fact]
    public void Nothing_is_orthogonal_too() => Assert.Equal(0, Initializer.Orthogonal().Create([0, 3]).Size);

    private static void CheckOrthogonal(ReadOnlySpan<float> q, int rows, int columns, double gain)
    {
        bool isWide = columns > rows;
        (int count, int length) = isWide ? (rows, columns) : (columns, rows);
        for (int a = 0; a < count; a++)
        {
            for (int b = 0; b < count; b++)
            {
                double dot = 0;
                for (int i = 0; i < length; i++) dot += (double)At(q, a, i) * At(q, b, i);
                Assert.Equal(a == b ? gain * gain : 0, dot, 1e-5);
            }
        }

        float At(ReadOnlySpan<float> values, int vector, int i) => isWide ? values[vector * columns + i] : values[i * columns + vector];
    }
}
