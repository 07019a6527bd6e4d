using System.Text.Json.Nodes;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Preprocessing;

public class CategoryEncodingTests
{
    [Theory]
    [InlineData("multi_hot", new[] { 2, 3 }, new[] { 2, 4 })]
    [InlineData("count", new[] { 2, 3, 2 }, new[] { 2, 2, 4 })]
    [InlineData("one_hot", new[] { 2, 3 }, new[] { 2, 3, 4 })]
    public void Holds_what_layers_without_gradients_hold(string mode, int[] input, int[] output)
    {
        LayerTester.CheckShapes(() => new CategoryEncoding(4, mode), new Shape(input), new Shape(output), weights: 0);
        LayerTester.CheckConfig(() => new CategoryEncoding(4, mode, "c"));
        LayerTester.CheckAllocations(() => new CategoryEncoding(4, mode), new Shape(input));
    }

    [Fact]
    public void Samples_of_more_axes_are_summed_along_the_first_of_them() => Assert.Equal(
        [1, 0, 1, 0, 0, 2, 0, 0], new CategoryEncoding(4, "count").Apply(Tensor.From([0, 1, 2, 1], [1, 2, 2])).ToArray());

    [Fact]
    public void Ids_below_zero_count_nowhere()
    {
        Assert.Equal([0, 1, 0], new CategoryEncoding(3).Apply(Tensor.From([-1, 1], [1, 2])).ToArray());
        Assert.Equal([0, 0, 0, 1], new CategoryEncoding(2, "one_hot").Apply(Tensor.From([-3, 1], [2, 1])).ToArray());
    }

    [Fact]
    public void Weights_of_counts_get_gradients()
    {
        var layer = new CategoryEncoding(3, "count");
        Tensor ids = Tensor.From([0, 2, 2, -1], [2, 2]), weights = Tensor.From([0.5, 2, 3, 4], [2, 2]);
        Assert.Equal([0.5f, 0, 2, 0, 0, 3], layer.Apply([ids, weights]).ToArray());
        var tape = new GradientTape();
        tape.Watch(weights);
        Tensor sum = tape.Record(() => DeepSharp.Ops.Sum(layer.Apply([ids, weights]) * Tensor.From([1, 2, 3, 4, 5, 6], [2, 3])));
        Assert.Equal([1, 3, 6, 0], tape.Gradient(sum, [weights])[0]!.ToArray());
    }

    [Fact]
    public void A_lookup_before_it_gives_the_ids()
    {
        var ids = new Input([2], dtype: "int64");
        var weights = new Input([2]);
        SymbolicTensor found = new IntegerLookup(vocabulary: [5_000_000_000]).Apply(ids);
        var model = new Model([ids, weights], new CategoryEncoding(2, "count").Apply([found, weights]));
        Assert.Equal([0.5f, 1], model.Predict(new DataGroup(new[,] { { 5_000_000_000L, 3 } }, new[,] { { 1f, 0.5f } })).ToArray());
        Model copy = Model.FromConfig(JsonNode.Parse(model.ToConfig().ToJsonString())!);
        Assert.Equal([Shape.Any, 2], copy.OutputShape);
    }

    [Fact]
    public void What_cannot_be_is_refused_in_words()
    {
        Check("expected ids below 3 but got 3", () => new CategoryEncoding(3).Apply(Tensor.From([3], [1, 1])));
        Check("expected ids below 3 but got NaN", () => new CategoryEncoding(3).Apply(Tensor.From([double.NaN], [1, 1])));
        Check("expected outputMode multi_hot, one_hot or count but got int", () => _ = new CategoryEncoding(3, "int"));
        Check("expected numTokens of 1 or more", () => _ = new CategoryEncoding(0));
        Check("expected outputMode count beside count_weights but it is multi_hot", () => new CategoryEncoding(3).Apply([Tensor.Zeros(1, 2), Tensor.Zeros(1, 2)]));
        Check("expected a weight for each id, (1, 2), but got (1, 1)", () => new CategoryEncoding(3, "count").Apply([Tensor.Zeros(1, 2), Tensor.Zeros(1, 1)]));

        static void Check(string words, Action use) =>
            Assert.Contains(words, Assert.ThrowsAny<Exception>(use).Message, StringComparison.Ordinal);
    }
}
