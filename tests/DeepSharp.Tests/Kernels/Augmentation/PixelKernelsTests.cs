using DeepSharp.Kernels;

namespace DeepSharp.Tests.Kernels.Augmentation;

public class PixelKernelsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(200)]
    public void Colors_of_any_number_of_pixels_go_to_gray(int pixels)
    {
        float[] x = TestData.Uniform(2 * 3 * pixels, seed: pixels), shares = [0.25f, 1f];
        var y = new Fenced(x.Length);
        ColorKernels.Map(x, shares, 2, y.Span, new GrayFunction(-0.5f, 0.5f));
        double[] want =
        [
            .. x.Select((value, i) =>
            {
                int first = i - i % 3;
                double gray = 0.2989 * x[first] + 0.587 * x[first + 1] + 0.114 * x[first + 2], share = shares[i / (3 * pixels)];
                return Math.Clamp((1 - share) * value + share * gray, -0.5, 0.5);
            }),
        ];
        TestData.AssertClose(want, y.Span, 1e-6, 1e-6, "gray");
        y.AssertIntact();
    }

    [Theory]
    [InlineData(1, 5, 3, 3)]
    [InlineData(2, 4, 40, 5)]
    [InlineData(3, 7, 1, 9)]
    [InlineData(2, 1, 17, 1)]
    public void Sums_of_neighbours_have_zeros_beyond_the_ends(int outer, int length, int inner, int count)
    {
        float[] x = TestData.Uniform(outer * length * inner, seed: 1), weights = TestData.Uniform(count, seed: 2), before = TestData.Uniform(x.Length, seed: 3);
        foreach (bool accumulate in new[] { false, true })
        {
            var y = new Fenced(before);
            BlurKernels.Run(x, outer, length, inner, weights, y.Span, accumulate);
            double[] want =
            [
                .. Enumerable.Range(0, x.Length).Select(i =>
                {
                    (int line, int at) = Math.DivRem(i / inner, length);
                    double sum = accumulate ? before[i] : 0;
                    for (int j = 0; j < count; j++)
                    {
                        int from = at + j - count / 2;
                        if (from >= 0 && from < length) sum += weights[j] * (double)x[(line * length + from) * inner + i % inner];
                    }

                    return sum;
                }),
            ];
            TestData.AssertClose(want, y.Span, 1e-6, 1e-6, "sum");
            y.AssertIntact();
        }
    }

    [Fact]
    public void The_arc_tangent_is_near_to_that_of_doubles()
    {
        float[] x = [0, -0f, 1e-20f, 0.1f, 0.414f, 0.415f, 1, -1, 2.41f, 2.42f, -7, 1e10f, float.PositiveInfinity, float.NegativeInfinity, .. TestData.Uniform(500, 1, -5, 5)];
        var y = new Fenced(x.Length);
        UnaryKernels.Map(x, y.Span, default(ArcTangentFunction));
        TestData.AssertClose([.. x.Select(value => Math.Atan(value))], y.Span, 0, 4e-7, "arctan");
        y.AssertIntact();
    }
}
