using System.Text.Json.Nodes;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Preprocessing.Text;

public class TextVectorizationTests
{
    // Keras's documentation of the layer.
    [Fact]
    public void Ids_are_padded_behind_shorter_texts()
    {
        var layer = new TextVectorization(maxTokens: 5000, outputSequenceLength: 4);
        layer.Adapt(new[] { "foo bar", "bar baz", "baz bada boom" });
        Assert.Equal([2, 1, 4, 0, 1, 3, 0, 0], layer.Apply(new DataGroup(new[,] { { "foo qux bar" }, { "qux baz" } })).RawValues<long>().ToArray().Select(id => id switch
        {
            0 or 1 => id,
            _ => layer.GetVocabulary()[(int)id] switch { "foo" => 2, "baz" => 3, "bar" => 4, _ => -1 },
        }));
        Assert.Equal(["", "[UNK]", "earth", "wind"], new TextVectorization(vocabulary: ["earth", "wind"]).GetVocabulary());
    }

    [Theory]
    [InlineData("Ab, c!", null, "whitespace", "Ab,|c!")]
    [InlineData("Ab, c!", "lower", "whitespace", "ab,|c!")]
    [InlineData("Ab, c-d! É", "strip_punctuation", "whitespace", "Ab|cd|É")]
    [InlineData("!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~'x", "strip_punctuation", "whitespace", "x")]
    [InlineData(" \t\n\v\f\ra\u00a0b  c ", "lower_and_strip_punctuation", "whitespace", "a\u00a0b|c")]
    [InlineData("A😀. b", "lower_and_strip_punctuation", "character", "a|😀| |b")]
    [InlineData("A b.", "lower_and_strip_punctuation", null, "a b")]
    [InlineData("...", "lower_and_strip_punctuation", "whitespace", "")]
    public void Text_is_standardized_and_split_as_Keras_does(string text, string? standardize, string? split, string tokens)
    {
        string[] want = tokens.Length == 0 ? [] : tokens.Split('|');
        var layer = new TextVectorization(standardize: standardize, split: split, vocabulary: [.. want.Append("never").Distinct()]);
        DataArray ids = layer.Apply(new DataGroup(DataArray.From([text], [1, 1])));
        Assert.Equal(want, ids.RawValues<long>().ToArray().Select(id => layer.GetVocabulary()[(int)id]));
    }

    // Attributes hold whole characters only.
    [Fact]
    public void Half_a_character_is_the_one_that_stands_for_none() => Assert.Equal(
        [2, 3], new TextVectorization(split: "character", vocabulary: ["a", "\uFFFD"]).Apply(["a\ud83d"]).RawValues<long>());

    [Fact]
    public void Functions_may_standardize_and_split()
    {
        var layer = new TextVectorization(
            standardize: TextStandardization.Custom(text => text.ToUpperInvariant()), split: TextSplit.Custom(text => text.Split(';')),
            vocabulary: ["É", "B C"]);
        Assert.Equal([2, 3, 0, 1, 2, 3], layer.Apply(["é;b c", "x;é;b c"]).RawValues<long>());
        Assert.Contains("since no file holds a function, but split is a custom one", Assert.Throws<InvalidOperationException>(() => layer.ToConfig()).Message);
    }

    [Fact]
    public void Neighbouring_tokens_are_joined_in_the_order_of_widths()
    {
        string[] tokens = ["a", "b", "c", "a b", "b c", "a b c"];
        var all = new TextVectorization(ngrams: 3, vocabulary: tokens);
        Assert.Equal([2, 3, 4, 5, 6, 7], all.Apply(["a b c"]).RawValues<long>());
        Assert.Equal([2, 3, 5], all.Apply(["a b"]).RawValues<long>());
        var some = new TextVectorization(ngrams: new[] { 3, 2 }, vocabulary: tokens);
        Assert.Equal([7, 5, 6], some.Apply(["a b c"]).RawValues<long>());
        Assert.Equal([1, 0], some.Apply(["a"]).Shape);
    }

    [Fact]
    public void Texts_that_are_split_already_are_tokens()
    {
        var layer = new TextVectorization(split: null, vocabulary: ["a", "b"]);
        Assert.Equal([2, 3, 1, 0], layer.Apply(new[,] { { "A", "b." }, { "x", "" } }).RawValues<long>());
        Assert.Equal([2, 3], layer.Apply(["a", "b"]).RawValues<long>());
        var pairs = new TextVectorization(split: null, ngrams: new[] { 2 }, outputMode: "count", vocabulary: ["a b"]);
        Assert.Equal([1, 1], pairs.Apply(new[,] { { "a", "b", "a" } }).ToArray());
        var counted = new TextVectorization(split: null, outputMode: "tf_idf");
        counted.Adapt([new[] { "a", "a" }, new[] { "b" }]);
        Assert.Equal(MathF.Log(1 + 2 / 2f), counted.ToConfig()["config"]!["idf_weights"]![1]!.GetValue<float>(), 1e-6f);
    }

    // log(1 + 3 / (1 + 2)) for what two of three texts have, one of them twice.
    [Fact]
    public void Each_text_is_a_document_however_texts_come()
    {
        string[] texts = ["a a b", "a", "c"];
        foreach (bool inBatches in (bool[])[false, true])
        {
            var layer = new TextVectorization(outputMode: "tf_idf", padToMaxTokens: true, maxTokens: 9);
            if (inBatches) layer.Adapt([texts[..2], texts[2..]]);
            else layer.Adapt(texts);
            float[] row = layer.Apply(["a"]).ToArray();
            Assert.Equal((9, MathF.Log(2)), (row.Length, row[1]));
        }
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same()
    {
        string[] texts = [.. Enumerable.Range(0, 3000).Select(i => string.Join(' ', Enumerable.Range(i, i % 40).Select(j => $"W{j * j % 977}")))];
        var layer = new TextVectorization(maxTokens: 500);
        layer.Adapt(texts);
        long[][] found = [.. ((int[])[1, 2, 5]).Select(threads =>
        {
            using var count = new ThreadCount(threads);
            return layer.Apply(texts).RawValues<long>().ToArray();
        })];
        Assert.Equal(found[0], found[1]);
        Assert.Equal(found[0], found[2]);
        long[] row = found[0].AsSpan(2039 * 39, 39).ToArray();
        Assert.Equal(Enumerable.Range(2039, 39).Select(j => Math.Max(1L, layer.GetVocabulary().ToList().IndexOf($"w{j * j % 977}"))), row);
    }

    [Fact]
    public void A_model_takes_texts_and_its_file_has_the_vocabulary()
    {
        var vectorize = new TextVectorization(ngrams: 2, name: "t");
        vectorize.Adapt(new[] { "good film", "bad film" });
        var model = new Sequential(
            [vectorize, new Embedding(vectorize.VocabularySize, 1, embeddingsInitializer: "ones"), new GlobalAveragePooling1D()], "m",
            new Input([1], dtype: "string"));
        string path = Path.GetTempFileName();
        try
        {
            model.Save(path);
            Model copy = Model.Load(path);
            Assert.Equal([1, 1], copy.Predict(new[] { "good film", "so bad a film it was" }).ToArray());
            Assert.Equal(vectorize.GetVocabulary(), ((TextVectorization)copy.Layers[0]).GetVocabulary());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_config_keeps_what_was_learned_and_may_learn_again()
    {
        var layer = new TextVectorization(100, "lower", "character", new[] { 1, 3 }, "tf_idf", padToMaxTokens: true, name: "t");
        layer.Adapt(new[] { "ab", "bé" });
        var copy = (TextVectorization)Layer.FromConfig(JsonNode.Parse(layer.ToConfig().ToJsonString())!);
        Assert.Equal(layer.ToConfig().ToJsonString(), copy.ToConfig().ToJsonString());
        Assert.Equal(layer.Apply(["bab"]).ToArray(), copy.Apply(["bab"]).ToArray());
        copy.Adapt(new[] { "c" });
        copy = (TextVectorization)Layer.Create("TextVectorization", JsonNode.Parse("""{"standardize": null, "split": null, "ngrams": 2}""")!.AsObject());
        Assert.Equal("""[null,null,2]""", new JsonArray([.. ((string[])["standardize", "split", "ngrams"]).Select(key => copy.ToConfig()["config"]![key]?.DeepClone())]).ToJsonString());
    }

    [Fact]
    public void What_cannot_be_is_refused_in_words()
    {
        Check("expected a vocabulary but there is none yet. Call Adapt(data) first", () => new TextVectorization().Apply(["a"]));
        Check("'a' is there twice", () => _ = new TextVectorization(vocabulary: ["a", "a"]));
        Check("expected a vocabulary with at least one string but got none", () => _ = new TextVectorization(vocabulary: []));
        Check("expected strings in the vocabulary but one is null", () => _ = new TextVectorization(vocabulary: [null!]));
        Check("Adapt: expected strings but got data of int32", () => new TextVectorization().Adapt(new[] { 1 }));
        Check("Adapt: expected data with at least one string to learn but got none", () => new TextVectorization().Adapt(new[] { "...", "" }));
        Check("Adapt: expected one text for each sample, (batch,) or (batch, 1), but got (1, 2)", () => new TextVectorization().Adapt(new[,] { { "a", "b" } }));
        Check("expected one text for each sample", () => new TextVectorization(vocabulary: ["a"]).Apply(new[,] { { "a", "b" } }));
        Check("outputMode int, multi_hot, count or tf_idf but got one_hot", () => _ = new TextVectorization(outputMode: "one_hot"));
        Check("expected outputMode int where outputSequenceLength is set but got count", () => _ = new TextVectorization(outputMode: "count", outputSequenceLength: 2));
        Check("expected outputSequenceLength of 1 or more", () => _ = new TextVectorization(outputSequenceLength: 0));
        Check("numbers of tokens from 1 to 1,000 but got 0", () => _ = new TextVectorization(ngrams: 0));
        Check("Unknown standardization 'upper'", () => _ = new TextVectorization(standardize: "upper"));
        Check("Unknown split 'words'", () => _ = new TextVectorization(split: "words"));
        Check("the option 'ragged' is not supported", () => Layer.Create("TextVectorization", new JsonObject { ["ragged"] = true }));
        Check("'encoding'", () => Layer.Create("TextVectorization", new JsonObject { ["encoding"] = "latin-1" }));
        Check("the function gave null", () => new TextVectorization(split: TextSplit.Custom(_ => null!), vocabulary: ["a"]).Apply(["a"]));

        static void Check(string words, Action use) =>
            Assert.Contains(words, Assert.ThrowsAny<Exception>(use).Message, StringComparison.Ordinal);
    }
}
