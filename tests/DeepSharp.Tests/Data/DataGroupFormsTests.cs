namespace DeepSharp.Tests.Data;

public class DataGroupFormsTests
{
    [Fact]
    public void Names_can_be_set_one_by_one()
    {
        var group = new DataGroup { ["left"] = new float[2], ["right"] = new float[3, 1] };
        using (IEnumerator<DataArray> before = group.GetEnumerator())
        {
            group["left"] = new float[5];
            Assert.True(before.MoveNext());
            Assert.Equal(2, before.Current.Count);
        }

        Assert.Equal(["left", "right"], group.Names);
        Assert.Equal("left (5,), right (3, 1)", group.ToString());
        Assert.Equal(5, group["left"].Count);
        Assert.Equal(
            "DataGroup: no entry named 'up'. Available: left, right.", Assert.Throws<KeyNotFoundException>(() => group["up"]).Message);
    }

    [Fact]
    public void But_not_where_arrays_go_by_their_order()
    {
        DataGroup group = new(new float[2], new float[3]);
        Assert.Equal(2, group.Count);
        string message = Assert.Throws<InvalidOperationException>(() => group["left"] = new float[2]).Message;
        Assert.Contains("'left' is set where 2 go by their order", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new DataGroup { ["left"] = null! });
        MetricSet metric = "mae";
        Assert.Throws<InvalidOperationException>(() => metric["out"] = "mse");
        Assert.Throws<ArgumentOutOfRangeException>(() => new LossWeights { ["out"] = double.NaN });
    }

    [Fact]
    public void Numbers_make_one_array()
    {
        DataGroup whole = [1, 0, 2], floats = [1f, 2f], mixed = [1, 0.5];
        Assert.Equal([typeof(int), typeof(float), typeof(float)], new[] { whole, floats, mixed }.Select(group => group[0].ElementType));
        Assert.Equal([1, 0, 2, 1, 2, 1, 0.5f], [.. whole[0].ToArray(), .. floats[0].ToArray(), .. mixed[0].ToArray()]);
        Assert.Equal((1, 3), (new DataGroup(1, 2, 3).Count, new DataGroup(1, 2, 3)[0].Count));
        Assert.Equal([1, 1, 1], new[] { whole, floats, mixed }.Select(group => group.Count));
        DataGroup large = [1, 16_777_217], longs = [1, 5_000_000_000];
        Assert.Equal([1, 16_777_217], large[0].RawValues<int>());
        Assert.Equal([1, 5_000_000_000], longs[0].RawValues<long>());
        Assert.Throws<ArgumentOutOfRangeException>(() => large[0].ToTensor());
        string message = Assert.Throws<ArgumentException>(() => { DataGroup _ = [new float[2], 1]; }).Message;
        Assert.Contains("got both: 1 of 2 are numbers", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_are_what_arrays_are()
    {
        DataGroup[] groups =
        [
            new List<float> { 1, 2 }, new List<double> { 1, 2 }, new List<int> { 1, 2 },
            new List<float[]> { new float[3], new float[3] }, new List<double[]> { new double[3], new double[3] },
            new List<int[]> { new int[3], new int[3] },
        ];
        Assert.All(groups, group => Assert.Equal((1, 2), (group.Count, group[0].Count)));
        Assert.Equal(["(2,)", "(2,)", "(2,)", "(2, 3)", "(2, 3)", "(2, 3)"], groups.Select(group => group.ToString()));
        DataGroup several = new List<Tensor> { Tensor.Ones([2]), Tensor.Ones([3]) }, matrices = new[] { new float[2, 1], new float[3, 1] };
        Assert.Equal((2, 2), (several.Count, matrices.Count));
        Assert.Throws<ShapeException>(() => { DataArray _ = new List<float[]> { new float[3], new float[2] }; });
    }

    [Fact]
    public void Data_of_unknown_type_is_looked_at()
    {
        object[] data =
        [
            new float[2], new double[2], new int[2], new byte[2], new long[2], new bool[2], new float[2, 1], new double[2, 1], new int[2, 1],
            new byte[2, 1], new long[2, 1], new bool[2, 1], new float[2, 1, 1], new double[2, 1, 1], new int[2, 1, 1], new byte[2, 1, 1],
            new float[2, 1, 1, 1], new double[2, 1, 1, 1], new int[2, 1, 1, 1], new byte[2, 1, 1, 1], new float[2, 1, 1, 1, 1],
            new[] { new float[1], new float[1] }, new[] { new double[1], new double[1] }, new[] { new int[1], new int[1] },
            new List<float> { 1, 2 }, new List<double> { 1, 2 }, new List<int> { 1, 2 }, new List<float[]> { new float[1], new float[1] },
            new List<double[]> { new double[1], new double[1] }, new List<int[]> { new int[1], new int[1] }, Tensor.Ones([2]),
            (DataArray)Tensor.Ones([2]), (DataGroup)Tensor.Ones([2]),
        ];
        Assert.All(data, item => Assert.Equal((1, 2), (DataGroup.OfObject("y", item).Count, DataGroup.OfObject("y", item)[0].Count)));
        object[] several =
        [
            new[] { Tensor.Ones([2]), Tensor.Ones([2]) }, new DataArray[] { Tensor.Ones([2]), Tensor.Ones([2]) },
            new[] { new float[2, 1], new float[2, 1] }, new List<DataArray> { Tensor.Ones([2]), Tensor.Ones([2]) },
            new List<Tensor> { Tensor.Ones([2]), Tensor.Ones([2]) },
        ];
        Assert.All(several, item => Assert.Equal(2, DataGroup.OfObject("y", item).Count));
        string message = Assert.Throws<ArgumentException>(() => DataGroup.OfObject("validationData", "text")).Message;
        Assert.StartsWith("validationData: expected data", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => DataGroup.OfObject("y", new string[2]));
        Assert.Throws<ArgumentException>(() => DataGroup.OfObject("y", null));
    }
}
