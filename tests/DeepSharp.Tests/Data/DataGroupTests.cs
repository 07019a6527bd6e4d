namespace DeepSharp.Tests.Data;

public class DataGroupTests
{
    [Fact]
    public void Everything_that_is_data_is_a_group_of_one()
    {
        DataGroup[] groups =
        [
            Tensor.Ones([2]), new float[2], new int[2], new byte[2], new float[2, 3], new int[2, 3], new byte[2, 3, 4],
            new float[2, 3, 4, 5],
        ];
        Assert.All(groups, group => Assert.Equal((1, 2), (group.Count, group[0].Count)));
    }

    [Fact]
    public void Lists_tuples_and_collections_keep_their_order()
    {
        (Tensor a, Tensor b, Tensor c) = (Tensor.Ones([1]), Tensor.Ones([2]), Tensor.Ones([3]));
        DataGroup[] groups = [[a, b, c], (a, b, c), new[] { a, b, c }, new DataArray[] { a, b, c }, new List<DataArray> { a, b, c }];
        Assert.All(groups, group => Assert.Equal([1, 2, 3], group.Select(array => array.Count)));
    }

    [Fact]
    public void Names_are_kept()
    {
        DataGroup group = new Dictionary<string, DataArray> { ["left"] = new float[2], ["right"] = new float[3, 1] };
        Assert.Equal(["left", "right"], group.Names);
        Assert.Equal("left (2,), right (3, 1)", group.ToString());
    }

    [Fact]
    public void Null_among_several_is_refused_with_its_place()
    {
        Tensor one = Tensor.Ones([2]), none = null!;
        DataArray array = one, noArray = null!;
        AssertPlace("number 1", () => new[] { one, none });
        AssertPlace("number 0", () => (none, one));
        AssertPlace("number 2", () => (one, one, none));
        AssertPlace("number 1", () => new List<Tensor> { one, none });
        AssertPlace("number 1", () => new[] { array, noArray });
        AssertPlace("number 1", () => new[] { new float[1, 1], null! });
        AssertPlace("'right'", () => new Dictionary<string, Tensor> { ["left"] = one, ["right"] = none });
        AssertPlace("'right'", () => new Dictionary<string, float[]> { ["left"] = [1], ["right"] = null! });
        AssertPlace("'right'", () => new() { ["left"] = array, ["right"] = noArray });

        static void AssertPlace(string place, Func<DataGroup> make) => Assert.StartsWith(
            $"DataGroup: expected data in every place but {place} is null.", Assert.Throws<ArgumentException>(make).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_stays_nothing()
    {
        DataGroup? group = (Tensor?)null;
        Assert.Null(group);
        Assert.Throws<ArgumentException>(() => DataGroup.Create([null!]));
    }
}
