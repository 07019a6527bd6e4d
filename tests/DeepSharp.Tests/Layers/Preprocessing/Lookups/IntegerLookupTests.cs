using System.Text.Json.Nodes;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Preprocessing.Lookups;

public class IntegerLookupTests
{
    [Fact]
    public void Numbers_beyond_floats_are_told_apart_and_learned()
    {
        var lookup = new IntegerLookup(name: "l");
        lookup.Adapt(new[] { 5_000_000_001L, 5_000_000_000, 5_000_000_000, long.MinValue, long.MaxValue, -1 });
        Assert.Equal([-1, 5_000_000_000, long.MaxValue, 5_000_000_001, long.MinValue], lookup.GetVocabulary());
        Assert.Equal([3, 1, 0, 4], lookup.Apply(new[] { 5_000_000_001L, 5_000_000_000, 7, long.MinValue }).RawValues<long>());
    }

    // The first is Keras's documentation of the method.
    [Theory]
    [InlineData("farmhash", new long[] { 100, 300, 700, 1100, 1700, 2000 }, new long[] { 3, 3, 2, 2, 0, 1 })]
    [InlineData("floormod", new long[] { 100, -1, -4, -5, 7, 9 }, new long[] { 0, 3, 0, 3, 3, 1 })]
    public void Unknown_numbers_share_ids_by_the_method(string method, long[] numbers, long[] ids) => Assert.Equal(
        ids, new IntegerLookup(vocabulary: [10, 20, 30], numOovIndices: 4, oovMethod: method).Apply(numbers).RawValues<long>());

    [Fact]
    public void A_salt_changes_the_hash_and_is_kept()
    {
        var lookup = new IntegerLookup(vocabulary: [10], numOovIndices: 1000, oovMethod: "farmhash", salt: [-3], name: "l");
        var copy = (IntegerLookup)Layer.FromConfig(JsonNode.Parse(lookup.ToConfig().ToJsonString())!);
        Assert.Equal(lookup.ToConfig().ToJsonString(), copy.ToConfig().ToJsonString());
        long[] numbers = [1, 2, 3, 4];
        Assert.Equal(lookup.Apply(numbers).RawValues<long>(), copy.Apply(numbers).RawValues<long>());
        Assert.NotEqual(
            lookup.Apply(numbers).ToArray(),
            new IntegerLookup(vocabulary: [10], numOovIndices: 1000, oovMethod: "farmhash").Apply(numbers).ToArray());
    }

    [Fact]
    public void Inverted_it_gives_the_numbers_back()
    {
        var back = new IntegerLookup(vocabulary: new IntegerLookup(vocabulary: [12, 36], maskToken: 0).GetVocabulary(), maskToken: 0, invert: true);
        Assert.Equal([0, -1, 12, 36, -1], back.Apply(new[] { 0, 1, 2, 3, 9 }).RawValues<long>());
    }

    [Fact]
    public void Weighted_rows_are_those_of_the_documentation_of_Keras()
    {
        DataArray data = DataArray.From(new long[] { 12, 1138, 42, 42, 42, 7, 36, 7 }, [2, 4]);
        var lookup = new IntegerLookup(vocabulary: [12, 36, 1138, 42], outputMode: "tf_idf", idfWeights: new[] { 0.25, 0.75, 0.6, 0.4 });
        Equal([0, 0.25f, 0, 0.6f, 0.8f, 1, 0, 0.75f, 0, 0.4f], lookup.Apply(new DataGroup(data)));
        lookup = new IntegerLookup(vocabulary: [-1, 12, 36, 1138, 42], outputMode: "tf_idf", idfWeights: new[] { 0.9, 0.25, 0.75, 0.6, 0.4 });
        Equal([0, 0.25f, 0, 0.6f, 0.8f, 1.8f, 0, 0.75f, 0, 0.4f], lookup.Apply(new DataGroup(data)));

        static void Equal(float[] want, DataArray got) => Assert.Equal(want, got.ToArray().Select(value => MathF.Round(value, 6)));
    }

    [Fact]
    public void A_model_begins_with_it_and_its_file_has_the_vocabulary()
    {
        var lookup = new IntegerLookup(outputMode: "multi_hot");
        lookup.Adapt(new[,] { { 1L, 2 }, { 2, 3 } });
        var model = new Sequential([lookup, new Dense(1, kernelInitializer: "ones")], "m", new Input([2], dtype: "int64"));
        string path = Path.GetTempFileName();
        try
        {
            model.Save(path);
            Assert.Equal([2f, 1f], Model.Load(path).Predict(new[,] { { 1L, 2 }, { 9L, 8 } }).ToArray());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void What_cannot_be_is_refused_in_words()
    {
        Check("expected a vocabulary but there is none yet. Call Adapt(data) first", () => new IntegerLookup().Apply(new[] { 1 }));
        Check("2 is there twice", () => _ = new IntegerLookup(vocabulary: [2, 2]));
        Check("expected a vocabulary with at least one whole number but got none", () => _ = new IntegerLookup(vocabulary: []));
        Check("expected 0 before all whole numbers of the vocabulary", () => _ = new IntegerLookup(vocabulary: [1, 0], maskToken: 0));
        Check("expected whole numbers of the vocabulary, since numOovIndices is 0, but got 9", () => new IntegerLookup(numOovIndices: 0, vocabulary: [1]).Apply(new[] { 9 }));
        Check("expected oovMethod farmhash beside a salt but got floormod", () => _ = new IntegerLookup(salt: [1]));
        Check("Adapt: expected numbers but got data of string", () => new IntegerLookup().Adapt(new[] { "a" }));
        Check("expected numbers that 64-bit whole numbers can hold", () => new IntegerLookup().Adapt(new[] { float.NaN }));
        Check("Unknown oov method 'mod'", () => _ = new IntegerLookup(oovMethod: "mod"));
        Check("'vocabulary_dtype'", () => Layer.Create("IntegerLookup", new JsonObject { ["vocabulary_dtype"] = "string" }));
        Check("a list of whole numbers", () => Layer.Create("IntegerLookup", new JsonObject { ["vocabulary"] = new JsonArray("a") }));

        static void Check(string words, Action use) =>
            Assert.Contains(words, Assert.ThrowsAny<Exception>(use).Message, StringComparison.Ordinal);
    }
}
