using System.Text.Json.Nodes;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Preprocessing;

public class DiscretizationTests
{
    [Fact]
    public void Numbers_on_a_boundary_are_above_it_and_NaN_is_last() => Assert.Equal(
        [0, 1, 2, 2, 3, 3, 3],
        new Discretization([0, 0.5, 2]).Apply(new[] { -1f, 0, 0.5f, 1.9f, 2, float.PositiveInfinity, float.NaN }).RawValues<int>());

    [Fact]
    public void Equal_boundaries_make_empty_bins_and_no_boundaries_one_bin()
    {
        Assert.Equal([0, 2], new Discretization([1, 1]).Apply(new[] { 0f, 1 }).RawValues<int>());
        Assert.Equal([0, 0], new Discretization([]).Apply(new[] { -5f, 5 }).RawValues<int>());
    }

    // With an error of a hundredth and a thousand numbers each bin holds a quarter, give or take one in fifty.
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Learned_bins_hold_about_as_many_however_data_comes(int batches)
    {
        float[] values = TestData.Uniform(1000, seed: 4);
        var layer = new Discretization(numBins: 4, outputMode: "count");
        layer.Adapt(values.Chunk(1000 / batches).Select(chunk => (DataArray)chunk));
        foreach (float count in layer.Apply(new DataGroup(DataArray.From(values, [1, 1000]))).ToArray()) Assert.InRange(count, 230, 270);
    }

    [Fact]
    public void Few_numbers_make_few_bins()
    {
        var layer = new Discretization(numBins: 100, name: "d");
        layer.Adapt(new[] { 3f, 1, 2 });
        Assert.Equal([1, 2], layer.BinBoundaries);
        layer.Adapt(new[] { 3f });
        Assert.Equal([], layer.BinBoundaries!);
    }

    [Fact]
    public void A_config_keeps_what_was_learned_and_may_learn_again()
    {
        var layer = new Discretization(numBins: 3, epsilon: 0.1, outputMode: "one_hot", name: "d");
        layer.Adapt([1, 2, 3, 4, 5, 6.5]);
        var copy = (Discretization)Layer.FromConfig(JsonNode.Parse(layer.ToConfig().ToJsonString())!);
        Assert.Equal(layer.ToConfig().ToJsonString(), copy.ToConfig().ToJsonString());
        Assert.Equal(layer.BinBoundaries, copy.BinBoundaries);
        copy.Adapt(new[] { 7f, 8, 9 });
        Assert.Null(new Discretization(numBins: 3).ToConfig()["config"]!["bin_boundaries"]);
    }

    [Fact]
    public void A_model_begins_with_it()
    {
        var model = new Sequential(
            [new Discretization([0.5], outputMode: "one_hot"), new Dense(1, kernelInitializer: "ones")], "m", new Input([1]));
        Assert.Equal([1, 1], model.Predict(new[,] { { 0f }, { 1f } }).ToArray());
    }

    [Fact]
    public void What_cannot_be_is_refused_before_anything_changes()
    {
        var layer = new Discretization(numBins: 3, outputMode: "count", name: "d");
        Check("Discretization 'd': expected boundaries but there are none yet. Call Adapt(data) first", () => layer.Apply(new[,] { { 1f } }));
        Check("Adapt: expected finite numbers", () => layer.Adapt([1f, float.NaN]));
        Check("Adapt: expected data with at least one number", () => layer.Adapt(Array.Empty<float>()));
        Check("Adapt: expected numbers but got data of string", () => layer.Adapt(new[] { "a" }));
        Assert.Null(layer.BinBoundaries);
        layer.Build([Shape.Any, 2]);
        Check("expected 3 bins, since the layer is built for rows of that length, but there are 1", () => layer.Adapt(new[] { 1f }));
        Check("expected a layer with numBins", () => new Discretization([1]).Adapt(new[] { 1f }));
        Check("expected either binBoundaries, or numBins to learn them, but got neither", () => _ = new Discretization());
        Check("but got both", () => _ = new Discretization([1], 2));
        Check("binBoundaries[1]", () => _ = new Discretization([1, double.NaN]));
        Check("expected binBoundaries that go up but number 1 is 0, after 1", () => _ = new Discretization([1, 0]));
        Check("expected numBins of 1 or more", () => _ = new Discretization(numBins: 0));
        Check("expected epsilon above 0 and up to 1", () => _ = new Discretization(numBins: 1, epsilon: 0));
        Check("but got tf_idf", () => _ = new Discretization([1], outputMode: "tf_idf"));
        Check("expected numbers but data of shape (1,) is of string", () => new Discretization([1]).Apply(["a"]));

        static void Check(string words, Action use) =>
            Assert.Contains(words, Assert.ThrowsAny<Exception>(use).Message, StringComparison.Ordinal);
    }
}
