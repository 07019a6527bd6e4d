using DeepSharp.Kernels;

namespace DeepSharp.Tests.Kernels.Gather;

public class TouchedBlocksTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(300, 3)]
    [InlineData(129, 64)]
    [InlineData(700, 128)]
    [InlineData(90, 1000)]
    public void Its_stretches_are_the_blocks_in_which_rows_lie(int rows, int columns)
    {
        var random = new Random(1);
        int values = rows * columns;
        for (int count = 0; count <= rows; count = 2 * count + 1)
        {
            float[] chosen = [.. Enumerable.Range(0, count).Select(_ => (float)random.Next(rows))];
            var touched = new TouchedBlocks(values);
            touched.AddRows(chosen, columns);
            var want = new bool[values];
            foreach (float row in chosen)
            {
                int from = (int)row * columns / TouchedBlocks.Length * TouchedBlocks.Length;
                int to = (((int)row + 1) * columns + TouchedBlocks.Length - 1) / TouchedBlocks.Length * TouchedBlocks.Length;
                for (int i = from; i < Math.Min(values, to); i++) want[i] = true;
            }

            var got = new bool[values];
            int last = -1;
            for (TouchedBlocks.Runs runs = touched.RunsOf(values); runs.Next(out int start, out int end);)
            {
                Assert.True(start > last, "stretches that meet are one");
                got.AsSpan(start..end).Fill(true);
                last = end;
            }

            Assert.Equal(want, got);
            Assert.Equal(Enumerable.Range(0, values).Count(i => want[i] && i % TouchedBlocks.Length == 0), touched.Count);
        }
    }

    [Fact]
    public void What_is_touched_becomes_zero_and_all_of_it_if_asked()
    {
        float[] values = new float[1000];
        Array.Fill(values, 1f);
        var touched = new TouchedBlocks(1000);
        touched.AddRows([1f, 999f], 1);
        touched.Reset(values, isEverywhere: false);
        Assert.Equal(1000 - TouchedBlocks.Length - 1000 % TouchedBlocks.Length, values.Sum());
        Assert.Equal(0, touched.Count);
        Assert.False(touched.RunsOf(1000).Next(out _, out _));
        touched.Reset(values, isEverywhere: true);
        Assert.Equal(0f, values.Sum());
    }

    [Theory]
    [InlineData(63)]
    [InlineData(1000)]
    [InlineData(16_384)]
    [InlineData(200_003)]
    public void Norms_and_looks_for_infinities_are_as_if_all_had_been_read(int length)
    {
        float[] values = new float[length];
        var touched = new TouchedBlocks(length);
        var random = new Random(2);
        for (int i = 0; i < length / 500 + 1; i++)
        {
            int at = random.Next(length);
            values[at] = random.NextSingle() - 0.5f;
            touched.AddRows([at], 1);
        }

        Assert.Equal(GradientNorm.SumOfSquares(values), GradientNorm.SumOfSquares(values, touched));
        Assert.True(FiniteKernel.IsFinite(values, 1f, touched));
        int last = Array.FindLastIndex(values, value => value != 0);
        values[last] = 1e30f;
        Assert.Equal(GradientNorm.SumOfSquares(values), GradientNorm.SumOfSquares(values, touched));
        Assert.False(FiniteKernel.IsFinite(values, 1e10f, touched));
        values[last] = float.NaN;
        Assert.False(FiniteKernel.IsFinite(values, 1f, touched));
    }
}
