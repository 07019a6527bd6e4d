using System.Text;
using DeepSharp.Layers;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Layers.Preprocessing;

public class HashedCrossingTests
{
    private static readonly string[] s_letters = ["A", "B", "A", "B", "A"];
    private static readonly int[] s_numbers = [101, 101, 101, 102, 102];

    // Keras's documentation of the layer.
    [Fact]
    public void Bins_are_those_of_Keras()
    {
        DataArray ids = new HashedCrossing(5).Apply(new DataGroup(s_letters, s_numbers));
        Assert.Equal([1, 4, 1, 1, 3], ids.RawValues<long>());
        DataArray rows = new HashedCrossing(5, "one_hot").Apply(new DataGroup(s_letters, s_numbers));
        Assert.Equal([5, 5], rows.Shape);
        Assert.Equal([1, 4, 1, 1, 3], Enumerable.Range(0, 5).Select(i => (long)Array.IndexOf(rows.ToArray(), 1f, i * 5) - i * 5));
    }

    [Fact]
    public void Three_features_are_joined_one_after_the_other()
    {
        var crossing = new HashedCrossing(1_000_003);
        DataArray ids = crossing.Apply(new DataGroup(
            DataArray.From(["é", ""], [2, 1]), DataArray.From([-1L, long.MaxValue], [2, 1]), DataArray.From([3f, 4f], [2, 1])));
        Assert.Equal([2, 1], ids.Shape);
        ulong[] first = [FarmHash.Fingerprint64(Encoding.UTF8.GetBytes("é")), ulong.MaxValue, 3];
        ulong[] second = [FarmHash.Fingerprint64([]), long.MaxValue, 4];
        Assert.Equal([(long)(CrossReference.Hash(first) % 1_000_003), (long)(CrossReference.Hash(second) % 1_000_003)], ids.RawValues<long>());
    }

    [Fact]
    public void A_model_begins_with_it()
    {
        Input letters = new([1], dtype: "string", name: "a"), numbers = new([1], dtype: "int64", name: "b");
        SymbolicTensor cross = new HashedCrossing(5, "one_hot").Apply([letters, numbers]);
        Assert.Equal([Shape.Any, 5], cross.Shape);
        var model = new Model([letters, numbers], new Dense(1, kernelInitializer: "ones").Apply(cross));
        Assert.Equal([1, 1], model.Predict(new DataGroup(new[] { "A", "B" }, new[] { 1, 2 })).ToArray());
    }

    [Fact]
    public void Its_config_is_that_of_Keras()
    {
        var crossing = new HashedCrossing(9, "one_hot", "h");
        Assert.Equal(crossing.ToConfig().ToJsonString(), Layer.FromConfig(crossing.ToConfig()).ToConfig().ToJsonString());
    }

    [Fact]
    public void What_cannot_be_is_refused_in_words()
    {
        Check("expected two inputs or more but got 1", () => new HashedCrossing(3).Apply(new[] { "a" }));
        Check("expected inputs of the same shape but got (1,) and (1, 1)", () => new HashedCrossing(3).Apply(new DataGroup(new[] { "a" }, new[,] { { 1 } })));
        Check("one value for each sample, but got (1, 2)", () => new HashedCrossing(3).Apply(new DataGroup(new[,] { { 1, 2 } }, new[,] { { 1, 2 } })));
        Check("expected strings or whole numbers but got values of float32", () => new HashedCrossing(3).Apply(new DataGroup(new[] { 0.5f }, new[] { 1 })));
        Check("expected strings or whole numbers but got values of bool", () => new HashedCrossing(3).Apply(new DataGroup(new[] { true }, new[] { 1 })));
        Check("expected outputMode int or one_hot but got count", () => _ = new HashedCrossing(3, "count"));
        Check("expected numBins of 1 or more", () => _ = new HashedCrossing(0));

        static void Check(string words, Action use) =>
            Assert.Contains(words, Assert.ThrowsAny<Exception>(use).Message, StringComparison.Ordinal);
    }
}
