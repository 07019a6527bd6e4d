using DeepSharp.Layers;

namespace DeepSharp.Tests.Data;

/// <summary>Arrays of all the types that programs have are data without a word.</summary>
public class DataArrayArraysTests
{
    [Fact]
    public void Doubles_are_rounded_to_floats()
    {
        AssertData([2], [0.1f, -2f], new[] { 0.1, -2 });
        AssertData([1, 2], [0.1f, 3f], new[,] { { 0.1, 3 } });
        AssertData([1, 1, 2], [0.1f, 3f], new[, ,] { { { 0.1, 3 } } });
        AssertData([1, 1, 1, 2], [0.1f, 3f], new[, , ,] { { { { 0.1, 3 } } } });
    }

    [Fact]
    public void Whole_numbers_of_every_size_are_taken()
    {
        AssertData([2], [7, -1], new[] { 7L, -1L });
        AssertData([1, 2], [7, -1], new[,] { { 7L, -1L } });
        AssertData([1, 1, 2], [7, -1], new[, ,] { { { 7, -1 } } });
        AssertData([1, 1, 1, 2], [7, -1], new[, , ,] { { { { 7, -1 } } } });
        AssertData([1, 2], [7, 255], new byte[,] { { 7, 255 } });
        AssertData([1, 1, 1, 1, 2], [7, 8], new[, , , ,] { { { { { 7f, 8f } } } } });
    }

    [Fact]
    public void Truth_is_one()
    {
        AssertData([3], [1, 0, 1], new[] { true, false, true });
        AssertData([2, 1], [1, 0], new[,] { { true }, { false } });
    }

    [Fact]
    public void Rows_make_a_matrix()
    {
        AssertData([2, 2], [1, 2, 3, 4], new float[][] { [1, 2], [3, 4] });
        AssertData([2, 2], [0.1f, 2, 3, 4], new double[][] { [0.1, 2], [3, 4] });
        AssertData([3, 1], [1, 2, 3], new int[][] { [1], [2], [3] });
        AssertData([0, 0], [], Array.Empty<float[]>());
    }

    [Fact]
    public void Rows_of_different_lengths_are_refused()
    {
        var exception = Assert.Throws<ShapeException>(() => (DataArray)new float[][] { [1, 2], [3] });
        Assert.Equal(
            "DataArray: expected rows of one length, 2 as row 0, but row 1 has 1. Fill up shorter rows; for several inputs write [first, " +
            "second].",
            exception.Message);
    }

    [Fact]
    public void Longs_that_floats_would_round_are_kept_and_refused_as_floats()
    {
        foreach (long value in new[] { 5_000_000_001L, 1_700_000_001L, long.MaxValue, long.MinValue + 1 })
        {
            DataArray data = new[] { 1L, value };
            Assert.Equal([1L, value], data.RawValues<long>());
            var exception = Assert.Throws<ArgumentOutOfRangeException>(() => data.ToTensor());
            Assert.StartsWith(
                $"DataArray: expected whole numbers that floats hold exactly, as all up to 16777216 are, but value 1 is {value}, which " +
                "as a float would lose digits. Of time stamps take differences, such as (float)(time - first); number ids from 0 again; scale " +
                "amounts as doubles: (float)((value - mean) / deviation).",
                exception.Message, StringComparison.Ordinal);
        }
    }

    // As floats two time stamps a second apart would be the same.
    [Fact]
    public void Whole_numbers_that_floats_would_round_are_refused_as_floats_wherever_they_come_from()
    {
        int[] stamps = [1_700_000_000, 1_700_000_001];
        Func<DataArray>[] ways =
        [
            () => stamps, () => DataArray.From(stamps, [2, 1]), () => DataArray.From(stamps.AsSpan(), [2]), () => new[] { stamps },
            () => new int[,] { { 1_700_000_001 } }, () => new int[,,] { { { -16_777_217 } } },
            () => new int[,,,] { { { { int.MaxValue } } } }, () => new long[,] { { 16_777_217 } },
            () => DataArray.From(System.Numerics.Tensors.Tensor.Create(stamps, [2])),
        ];
        foreach (Func<DataArray> way in ways)
        {
            DataArray data = way();
            float[] one = new float[data.SampleSize];
            Action[] uses =
            [
                () => data.ToTensor(), () => data.ToArray(), () => data.Sample(data.Count - 1), () => (data / 2).ToArray(),
                () => data.CopySamples([data.Count - 1], one), () => data.CopyRange(data.Count - 1, 1, one), () => data.RequireNumbers("x"),
            ];
            foreach (Action use in uses) Assert.Throws<ArgumentOutOfRangeException>(use);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => Compiled().Fit(new double[2, 2], stamps, verbose: Verbosity.Silent));
    }

    [Fact]
    public void Ints_that_floats_hold_are_taken_however_large()
    {
        int[] values = [16_777_216, 16_777_218, -1_000_000_000, 1 << 30, int.MinValue, 0];
        Assert.Equal(values.Select(value => (double)value), ((DataArray)values).ToArray().Select(value => (double)value));
    }

    [Fact]
    public void Longs_that_floats_hold_are_taken_however_large()
    {
        long[] values = [5_000_000_000, long.MinValue, -(1L << 50), 1L << 62, 0];
        Assert.Equal(values.Select(value => (double)value), ((DataArray)values).ToArray().Select(value => (double)value));
    }

    [Fact]
    public void Fit_takes_them_as_they_are()
    {
        Sequential model = Compiled();
        double[][] rows = [[0.1, 0.2], [0.3, 0.4], [0.5, 0.6], [0.7, 0.8]];
        model.Fit(rows, new[] { 0.5, 1, 1.5, 2 }, verbose: Verbosity.Silent, validationData: (new double[4, 2], new long[4]));
        model.Fit(
            new double[4, 2], new bool[4], sampleWeight: new[] { 1.0, 0.5, 0.5, 1 }, verbose: Verbosity.Silent, validationSplit: 0.25);
        Assert.Equal([4, 1], model.Predict(rows).Shape.ToArray());
    }

    [Fact]
    public void Inputs_by_name_may_be_plain_arrays()
    {
        Assert.Equal(["a", "b"], Names(new Dictionary<string, float[,]> { ["a"] = new float[3, 2], ["b"] = new float[3, 1] }));
        Assert.Equal(["a"], Names(new Dictionary<string, double[]> { ["a"] = [1, 2] }));
        Assert.Equal(["a"], Names(new Dictionary<string, int[,]> { ["a"] = new int[1, 2] }));
    }

    [Fact]
    public void Tensors_are_made_of_them_too()
    {
        Tensor vector = new[] { 1.0, 2.0 }, matrix = new[,] { { 1f, 2f } }, doubles = new[,] { { 0.1, 2 } };
        Assert.Equal([2], vector.Shape.ToArray());
        Assert.Equal([1, 2], matrix.Shape.ToArray());
        Assert.Equal([0.1f, 2f], doubles.ToArray());
    }

    private static IEnumerable<string> Names(DataGroup group) => group.Names!;

    private static Sequential Compiled()
    {
        var model = new Sequential([new Dense(1)], "m", new Input([2]));
        model.Compile("sgd", "mse");
        return model;
    }

    private static void AssertData(Shape shape, float[] values, DataArray data)
    {
        Assert.Equal(shape, data.Shape);
        Assert.Equal(values, data.ToArray());
    }
}
