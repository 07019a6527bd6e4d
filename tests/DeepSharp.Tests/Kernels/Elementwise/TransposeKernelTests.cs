using DeepSharp.Kernels;

namespace DeepSharp.Tests.Kernels.Elementwise;

public class TransposeKernelTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 9)]
    [InlineData(8, 8)]
    [InlineData(17, 40)]
    [InlineData(33, 65)]
    [InlineData(100, 3)]
    [InlineData(2, 130)]
    public void A_matrix_is_transposed(int rows, int columns)
    {
        float[] x = Numbers(rows * columns);
        var y = new Guarded(x.Length);

        TransposeKernels.Transpose(x, rows, columns, y.Span);

        float[] got = y.Checked();
        for (int r = 0; r < rows; r++)
            for (int c = 0; c < columns; c++)
            {
                Assert.Equal(x[r * columns + c], got[c * rows + r]);
            }
    }

    [Theory]
    [InlineData(new[] { 3, 5, 17 })]
    [InlineData(new[] { 2, 9, 10, 3 })]
    [InlineData(new[] { 4, 1, 3, 8 })]
    [InlineData(new[] { 1, 1, 1, 1 })]
    [InlineData(new[] { 2, 3, 0 })]
    public void Every_permutation_moves_each_element_to_its_place(int[] dims)
    {
        float[] x = Numbers(dims.Aggregate(1, (product, length) => product * length));
        foreach (int[] permutation in Permutations(dims.Length))
        {
            var y = new Guarded(x.Length);

            TransposeKernels.Permute(x, dims, permutation, y.Span);

            Assert.Equal(Expected(x, dims, permutation), y.Checked());
        }
    }

    [Fact]
    public void Large_arrays_are_permuted_the_same_with_any_number_of_threads()
    {
        int[] dims = [3, 70, 45, 20], permutation = [0, 3, 1, 2];
        float[] x = Numbers(3 * 70 * 45 * 20), one = new float[x.Length], two = new float[x.Length];

        using (new ThreadCount(1)) TransposeKernels.Permute(x, dims, permutation, one);
        using (new ThreadCount(2)) TransposeKernels.Permute(x, dims, permutation, two);

        Assert.Equal(Expected(x, dims, permutation), one);
        Assert.Equal(one, two);
    }

    [Fact]
    public void A_call_allocates_nothing()
    {
        float[] x = Numbers(64 * 48), y = new float[x.Length];

        AllocationAssert.Zero(() => TransposeKernels.Transpose(x, 64, 48, y));
    }

    private static float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(i => (float)i)];

    private static float[] Expected(float[] x, int[] dims, int[] permutation)
    {
        float[] y = new float[x.Length];
        int[] target = [.. permutation.Select(axis => dims[axis])], index = new int[dims.Length];
        for (int i = 0; i < y.Length; i++)
        {
            for (int axis = dims.Length - 1, rest = i; axis >= 0; axis--)
            {
                index[permutation[axis]] = rest % target[axis];
                rest /= target[axis];
            }

            int at = 0;
            for (int axis = 0; axis < dims.Length; axis++) at = at * dims[axis] + index[axis];
            y[i] = x[at];
        }

        return y;
    }

    private static IEnumerable<int[]> Permutations(int count)
    {
        if (count == 0) return [[]];
        return Permutations(count - 1)
            .SelectMany(shorter => Enumerable.Range(0, count).Select(at => (int[])[.. shorter[..at], count - 1, .. shorter[at..]]));
    }
}
