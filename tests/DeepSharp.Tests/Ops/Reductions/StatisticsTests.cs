using F = DeepSharp.Ops;

namespace DeepSharp.Tests.Ops.Reductions;

public class StatisticsTests
{
    private const float NaN = float.NaN;

    private static readonly Dictionary<string, (Func<Tensor, Tensor> Function, Func<double[], double> Reference)> s_rows = new()
    {
        ["var"] = (x => F.Var(x, 1), Variance),
        ["std"] = (x => F.Std(x, 1), row => Math.Sqrt(Variance(row))),
        ["prod"] = (x => F.Prod(x, 1), row => row.Aggregate((a, b) => a * b)),
        ["logsumexp"] = (x => F.LogSumExp(x, 1), row => Math.Log(row.Sum(Math.Exp))),
        ["ptp"] = (x => F.Ptp(x, 1), row => row.Max() - row.Min()),
        ["median"] = (x => F.Median(x, 1), row => Quantile(row, 0.5)),
        ["quantile"] = (x => F.Quantile(x, 0.3, 1), row => Quantile(row, 0.3)),
        ["percentile"] = (x => F.Percentile(x, 85, 1), row => Quantile(row, 0.85)),
        ["trapezoid"] = (x => F.Trapezoid(x, 0.5), row => 0.5 * (row.Sum() - (row[0] + row[^1]) / 2)),
        ["norm"] = (x => F.Norm(x, axis: [1]), row => Math.Sqrt(row.Sum(value => value * value))),
        ["norm 3"] = (x => F.Norm(x, 3, [1]), row => Math.Cbrt(row.Sum(value => Math.Pow(Math.Abs(value), 3)))),
        ["norm inf"] = (x => F.Norm(x, double.PositiveInfinity, [1]), row => row.Max(Math.Abs)),
        ["nanmean"] = (x => F.NanMean(x, 1), row => row.Average()),
        ["nanvar"] = (x => F.NanVar(x, 1), Variance),
        ["nanstd"] = (x => F.NanStd(x, 1), row => Math.Sqrt(Variance(row))),
        ["nansum"] = (x => F.NanSum(x, 1), row => row.Sum()),
        ["nanmax"] = (x => F.NanMax(x, 1), row => row.Max()),
        ["nanmin"] = (x => F.NanMin(x, 1), row => row.Min()),
        ["nanmedian"] = (x => F.NanMedian(x, 1), row => Quantile(row, 0.5)),
    };

    public static TheoryData<string> Rows => [.. s_rows.Keys];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Values_and_gradients_are_those_of_doubles(string name)
    {
        (Func<Tensor, Tensor> function, Func<double[], double> reference) = s_rows[name];
        Tensor x = OpData.Distinct([4, 6], 1);
        GradientCheck.Run(() => function(x), [x], at => [.. at[0].Chunk(6).Select(reference)], 3e-5);
    }

    [Fact]
    public void All_axes_and_several_are_as_one()
    {
        Tensor x = OpData.Distinct([2, 3, 4], 2);
        double[] all = Array.ConvertAll(x.ToArray(), value => (double)value);
        Assert.Equal(Variance(all), F.Var(x).Item(), 1e-5);
        Assert.Equal([1, 3, 1], F.Var(x, [0, 2], keepDims: true).Shape.ToArray());
        Assert.Equal(F.Prod(x, [2, 0]).ToArray(), F.Prod(F.Transpose(x, [1, 0, 2]).Reshape([3, 8]), 1).ToArray());
        (Tensor mean, Tensor variance) = F.Moments(x, [0, 1]);
        Assert.Equal(F.Mean(x, [0, 1]).ToArray(), mean.ToArray());
        Assert.Equal([4], variance.Shape.ToArray());
        Assert.Equal([1, 1, 4], F.Moments(x, [0, 1], keepDims: true).Mean.Shape.ToArray());
        Assert.Equal(1f, F.Prod(Tensor.Zeros([0])).Item());
        Assert.StartsWith("Prod: expected different axes", ShapeError.Of(() => F.Prod(x, [0, 0])), StringComparison.Ordinal);
    }

    [Fact]
    public void Infinite_values_have_a_log_sum()
    {
        Tensor x = Tensor.From([float.NegativeInfinity, float.NegativeInfinity, 1000f, 1000f, float.PositiveInfinity, 0f], [3, 2]);
        TestData.AssertClose([double.NegativeInfinity, 1000 + Math.Log(2), double.PositiveInfinity], F.LogSumExp(x, 1).Span, 0, 2e-7, "log of sums");
    }

    [Fact]
    public void Zeros_among_factors_have_the_product_of_the_others_as_gradient()
    {
        foreach (float[] factors in (float[][])[[2, 0, 3, 4], [2, 0, 3, 0], [1, 2, 3, 4]])
        {
            Tensor x = Tensor.From(factors);
            GradientCheck.Run(() => F.Prod(x), [x], at => [at[0].Aggregate((a, b) => a * b)]);
            GradientCheck.Run(() => F.CumProd(x), [x], at => [.. Enumerable.Range(1, 4).Select(n => at[0].Take(n).Aggregate((a, b) => a * b))]);
        }
    }

    [Fact]
    public void Sums_and_differences_run_along_an_axis()
    {
        Tensor x = OpData.Random([3, 4], 3);
        GradientCheck.Run(() => F.CumSum(x, 0), [x], at => [.. Enumerable.Range(0, 12).Select(i => Enumerable.Range(0, i / 4 + 1).Sum(row => at[0][row * 4 + i % 4]))]);
        GradientCheck.Run(() => F.Diff(x, 2), [x], at => [.. at[0].Chunk(4).SelectMany(r => (double[])[r[2] - 2 * r[1] + r[0], r[3] - 2 * r[2] + r[1]])]);
        Assert.Equal(12, F.CumSum(x).Size);
        Tensor places = Tensor.From([0.0, 1.0, 3.0, 4.0]);
        GradientCheck.Run(() => F.Trapezoid(x, places), [x], at => [.. at[0].Chunk(4).Select(r => (r[0] + r[1]) / 2 + r[1] + r[2] + (r[2] + r[3]) / 2)]);
        var op = new CumulateOp(1, isProduct: false);
        Assert.Equal([10f, 9f, 7f, 4f], op.GradientOps(0, [x[..1]], x[..1], Tensor.From([1, 2, 3, 4], [1, 4]))!.ToArray());
        Assert.Equal([1f, 3f, 3f, 6f], F.NanCumSum(Tensor.From([1f, 2f, NaN, 3f])).ToArray());
        Assert.Equal([1f, 2f, 2f, 6f], F.NanCumProd(Tensor.From([1f, 2f, NaN, 3f])).ToArray());
    }

    [Fact]
    public void NaN_is_left_out_where_the_name_says_so()
    {
        Tensor x = Tensor.From([1f, NaN, 4f, NaN, NaN, NaN], [2, 3]);
        Assert.Equal([5f, 0f], F.NanSum(x, 1).ToArray());
        Assert.Equal([4f, 1f], F.NanProd(x, 1).ToArray());
        Assert.Equal([2.5f, NaN], F.NanMean(x, 1).ToArray());
        Assert.Equal([2.25f, NaN], F.NanVar(x, 1).ToArray());
        Assert.Equal([4f, NaN], F.NanMax(x, 1).ToArray());
        Assert.Equal([1f, NaN], F.NanMin(x, 1).ToArray());
        Assert.Equal([2f, -1f], F.NanArgMax(x, 1).ToArray());
        Assert.Equal([0f, -1f], F.NanArgMin(x, 1).ToArray());
        Assert.Equal([2.5f, NaN], F.NanMedian(x, 1).ToArray());
        Assert.Equal([1.75f, NaN], F.NanQuantile(x, 0.25, 1).ToArray());
        Assert.Equal([1.75f, NaN], F.NanPercentile(x, 25, 1).ToArray());
        Assert.Equal([NaN, NaN], F.Median(x, 1).ToArray());
    }

    [Theory]
    [InlineData("linear", 1.6f)]
    [InlineData("lower", 1f)]
    [InlineData("higher", 2f)]
    [InlineData("midpoint", 1.5f)]
    [InlineData("nearest", 2f)]
    public void Between_two_values_the_method_decides(string method, float want) =>
        Assert.Equal(want, F.Quantile(Tensor.From([3.0, 1.0, 2.0]), 0.3, method: method).Item());

    [Fact]
    public void Quantiles_are_refused_by_name()
    {
        Tensor x = Tensor.From([1.0, 2.0]);
        Assert.Contains("0 to 1", Assert.Throws<ArgumentOutOfRangeException>(() => F.Quantile(x, 1.5)).Message, StringComparison.Ordinal);
        Assert.Contains("0 to 100", Assert.Throws<ArgumentOutOfRangeException>(() => F.Percentile(x, 150)).Message, StringComparison.Ordinal);
        Assert.Contains("nearest", Assert.Throws<ArgumentException>(() => F.Quantile(x, 0.5, method: "best")).Message, StringComparison.Ordinal);
        Assert.Equal([1f, 1.5f, 2f], F.Quantile(x, Tensor.From([0, 0.5, 1])).ToArray());
        Assert.Equal([1f, 2f], F.Percentile(x, Tensor.From([0.0, 100.0])).ToArray());
    }

    [Fact]
    public void Counts_and_truth_are_of_values_that_are_not_zero()
    {
        Tensor x = Tensor.From([0, 2, 3, 0, 0, 1], [2, 3]);
        Assert.Equal([2f, 1f], F.CountNonzero(x, 1).ToArray());
        Assert.Equal(3f, F.CountNonzero(x).Item());
        Assert.Equal([0f, 0f, 1f], F.All(x, 0).ToArray());
        Assert.Equal([0f, 1f, 1f], F.Any(x, 0).ToArray());
        Assert.Equal([0f, 0f], F.ArgMin(x, 1).ToArray());
        Assert.Equal(0.5f, F.Average(Tensor.From([0.0, 1.0]), weights: Tensor.From([2.0, 2.0])).Item());
        Assert.StartsWith("Average: ", ShapeError.Of(() => F.Average(x, 1, Tensor.Ones([2]))), StringComparison.Ordinal);
    }

    private static double Variance(double[] row) => row.Average(value => (value - row.Average()) * (value - row.Average()));

    private static double Quantile(double[] row, double share)
    {
        double[] sorted = [.. row.Order()];
        double at = share * (row.Length - 1);
        (int low, int high) = ((int)Math.Floor(at), (int)Math.Ceiling(at));
        return sorted[low] + (sorted[high] - sorted[low]) * (at - low);
    }
}
