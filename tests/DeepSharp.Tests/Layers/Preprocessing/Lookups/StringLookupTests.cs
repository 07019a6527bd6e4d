using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Preprocessing.Lookups;

public class StringLookupTests
{
    [Fact]
    public void Adapt_learns_again_each_time_and_from_batches()
    {
        var lookup = new StringLookup(name: "l");
        lookup.Adapt(new[] { "a", "b", "b" });
        Assert.Equal(["[UNK]", "b", "a"], lookup.GetVocabulary());
        lookup.Adapt([new[] { "c", "[UNK]" }, new[] { "d", "d" }]);
        Assert.Equal(["d", "c"], lookup.GetVocabulary(includeSpecialTokens: false));
        Assert.Equal((3, 1L), (lookup.VocabularySize, lookup.Apply(["d"]).RawValues<long>()[0]));
    }

    [Fact]
    public void What_cannot_be_is_refused_in_words()
    {
        Check("expected a vocabulary but there is none yet. Call Adapt(data) first", () => new StringLookup().Apply(["a"]));
        Check("'a' is there twice", () => _ = new StringLookup(vocabulary: ["a", "a"]));
        Check("expected '' before all strings", () => _ = new StringLookup(vocabulary: ["a", ""], maskToken: ""));
        Check("expected a lookup without a vocabulary for Adapt", () => new StringLookup(vocabulary: ["a"]).Adapt(new[] { "b" }));
        Check("at most 1 strings", () => _ = new StringLookup(2, vocabulary: ["a", "b"]));
        Check("expected strings of the vocabulary, since numOovIndices is 0, but got 'b'. Set", () => new StringLookup(numOovIndices: 0, vocabulary: ["a"]).Apply(["a", "b"]));
        Check("expected strings but data of shape (1,) is of int32", () => new StringLookup(vocabulary: ["a"]).Apply([1]));
        Check("expected outputMode int where invert is set", () => _ = new StringLookup(invert: true, outputMode: "count"));
        Check("expected idfWeights for the 1 strings", () => _ = new StringLookup(vocabulary: ["a"], outputMode: "tf_idf"));
        Check("Unknown output mode 'many_hot'", () => _ = new StringLookup(outputMode: "many_hot"));
        Check("expected samples of one axis", () => new StringLookup(vocabulary: ["a"], outputMode: "count").Apply(["a"]));
        Check("Adapt: expected strings but got data of int32", () => new StringLookup().Adapt(new[] { 1 }));
        Check("Adapt: expected maxTokens above 5, the ids of the mask and of unknown strings, but it is 2", () => new StringLookup(2, numOovIndices: 5).Adapt(new[] { "b" }));
        Check("half of a character, \\uD83D, which no file holds", () => _ = new StringLookup(vocabulary: ["a", "\ud83d"]));
        Check("Adapt: expected strings of whole characters", () => new StringLookup().Adapt("a😀".Select(letter => letter.ToString()).ToArray()));
        Check("Adapt: expected data with at least one string", () => new StringLookup().Adapt(new[] { "[UNK]" }));

        static void Check(string words, Action use) =>
            Assert.Contains(words, Assert.ThrowsAny<Exception>(use).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_of_a_built_layer_keep_their_length()
    {
        var lookup = new StringLookup(outputMode: "multi_hot", name: "l");
        lookup.Adapt(new[] { "a", "b" });
        lookup.Apply(new Input([2], dtype: "string"));
        lookup.SetVocabulary(["c", "d"]);
        Assert.Contains(
            "expected a vocabulary of 2 strings, since the layer is built for rows of 3, but got 1",
            Assert.Throws<InvalidOperationException>(() => lookup.Adapt(new[] { "a" })).Message, StringComparison.Ordinal);
        Assert.Equal(["[UNK]", "c", "d"], lookup.GetVocabulary());
    }

    // Keras's files have a learned vocabulary beside the config, which then only says how large it is.
    [Fact]
    public void A_config_of_Keras_may_leave_the_vocabulary_out()
    {
        var lookup = (StringLookup)Layer.Create("StringLookup", System.Text.Json.Nodes.JsonNode.Parse(
            """{"output_mode": "multi_hot", "vocabulary": null, "vocabulary_size": 3, "vocabulary_dtype": "string"}""")!.AsObject());
        Assert.Equal([Shape.Any, 3], lookup.Apply(new Input([4], dtype: "string")).Shape);
        Assert.Throws<InvalidOperationException>(() => lookup.SetVocabulary(["a"]));
        lookup.SetVocabulary(["a", "b"]);
        Assert.Equal([0, 1, 1], lookup.Apply(new[,] { { "a", "b" } }).ToArray());
        Assert.Throws<FormatException>(() => Layer.Create("StringLookup", new() { ["vocabulary_size"] = 0 }));
    }

    [Fact]
    public void A_config_keeps_what_was_learned_and_may_learn_again()
    {
        var lookup = new StringLookup(maskToken: "", numOovIndices: 2, salt: [3], name: "l");
        lookup.Adapt(new[] { "ä", "b", "b" });
        var copy = (StringLookup)Layer.FromConfig(lookup.ToConfig());
        Assert.Equal(lookup.ToConfig().ToJsonString(), copy.ToConfig().ToJsonString());
        Assert.Equal(["", "[UNK]", "[UNK]", "b", "ä"], copy.GetVocabulary());
        Assert.Equal(lookup.Apply(["x", "", "ä"]).RawValues<long>(), copy.Apply(["x", "", "ä"]).RawValues<long>());
        copy.Adapt(new[] { "c" });
    }

    [Fact]
    public void A_config_keeps_a_vocabulary_that_begins_like_the_tokens_before_it()
    {
        var lookup = new StringLookup(vocabulary: ["[UNK]", "[UNK]", "a😀"]);
        var copy = (StringLookup)Layer.FromConfig(lookup.ToConfig());
        Assert.Equal(["[UNK]", "[UNK]", "a😀"], copy.GetVocabulary());
        Assert.Equal(lookup.Apply(["a😀", "[UNK]", "x"]).RawValues<long>(), copy.Apply(["a😀", "[UNK]", "x"]).RawValues<long>());
    }

    [Fact]
    public void One_hot_rows_take_the_place_of_a_last_axis_of_one()
    {
        var lookup = new StringLookup(vocabulary: ["a", "b"], outputMode: "one_hot");
        DataArray rows = lookup.Apply(new DataGroup(DataArray.From(["a", "b", "?", "a"], [2, 2, 1])));
        Assert.Equal([2, 2, 3], rows.Shape);
        Assert.Equal([0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1, 0], rows.ToArray());
    }

    // One document of two has "a", twice: log(1 + 2 / (1 + 1)).
    [Fact]
    public void A_string_that_a_document_has_twice_is_in_one_document()
    {
        var lookup = new StringLookup(outputMode: "tf_idf", numOovIndices: 0);
        lookup.Adapt(DataArray.From(["a", "a", "b", "c"], [2, 2]));
        Assert.Equal(2 * MathF.Log(2f), lookup.Apply(new DataGroup(DataArray.From(["a", "a"], [1, 2]))).ToArray()[0], 1e-6f);
    }

    [Fact]
    public void Padded_rows_take_any_vocabulary_once_the_layer_is_built()
    {
        var lookup = new StringLookup(5, vocabulary: ["a"], outputMode: "count", padToMaxTokens: true);
        lookup.Apply(new Input([2], dtype: "string"));
        lookup.SetVocabulary(["a", "b", "c"]);
        Assert.Equal([0, 1, 0, 1, 0], lookup.Apply(new DataGroup(DataArray.From(["a", "c"], [1, 2]))).ToArray());
    }

    // As in Keras: an array of one axis has a document in each sample, a batch of one axis is one document.
    [Fact]
    public void A_batch_of_one_axis_is_one_document()
    {
        StringLookup array = new(outputMode: "tf_idf", numOovIndices: 0), batches = new(outputMode: "tf_idf", numOovIndices: 0);
        string[] words = ["a", "a", "b", "c"];
        array.Adapt(words);
        batches.Adapt([words]);
        Assert.Equal(MathF.Log(1 + 4 / 3f), array.Apply(new DataGroup(DataArray.From(["a"], [1, 1]))).ToArray()[0], 1e-6f);
        Assert.Equal(MathF.Log(1 + 1 / 2f), batches.Apply(new DataGroup(DataArray.From(["a"], [1, 1]))).ToArray()[0], 1e-6f);
    }

    [Fact]
    public void Batches_of_Fit_are_data_too_and_what_is_refused_changes_nothing()
    {
        var lookup = new StringLookup(name: "l");
        lookup.Adapt([new Batch(new[] { "a", "b" }), new Batch(new[] { "b" }, new float[1])]);
        Assert.Equal(["[UNK]", "b", "a"], lookup.GetVocabulary());
        Assert.Throws<ArgumentException>(() => lookup.Adapt([new[] { "c" }, new[] { 1 }]));
        Assert.Throws<ArgumentException>(() => lookup.Adapt(new DataArray[] { null! }));
        Assert.Equal(["[UNK]", "b", "a"], lookup.GetVocabulary());
    }

    // U+FF21 is below U+1F600 by its bytes, though not by its halves.
    [Fact]
    public void Equally_frequent_strings_go_by_their_bytes()
    {
        var lookup = new StringLookup();
        lookup.Adapt(new[] { "\uff21", "😀", "a", "ab", "é" });
        Assert.Equal(["😀", "\uff21", "é", "ab", "a"], lookup.GetVocabulary(includeSpecialTokens: false));
    }

    [Fact]
    public void Salts_have_any_sign_and_outdated_names_of_modes_are_known()
    {
        var lookup = new StringLookup(vocabulary: ["a"], numOovIndices: 1000, salt: [-1, 5]);
        Assert.Equal(lookup.Apply(["x", "y"]).RawValues<long>(), ((StringLookup)Layer.FromConfig(lookup.ToConfig())).Apply(["x", "y"]).RawValues<long>());
        Assert.Equal("multi_hot", new StringLookup(vocabulary: ["a"], outputMode: "binary").OutputMode.Name);
        Assert.Equal("tf_idf", ((OutputMode)"tf-idf").Name);
    }
}
