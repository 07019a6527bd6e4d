using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

// A vocabulary that was learned stands in the config like one that was given; Keras, whose files have it beside, reads both.
public sealed partial class StringLookup
{
    internal static StringLookup FromConfig(ConfigReader reader)
    {
        reader.Refuse("sparse");
        reader.Ignore("oov_method", "vocabulary_dtype");
        if (reader.String("encoding", "utf-8") is var encoding and not "utf-8") throw reader.Wrong("encoding", "'utf-8'", encoding);
        bool isGiven = reader.Bool("has_input_vocabulary", true);
        string[]? tokens = StringsOf(reader, "vocabulary");
        float[]? weights = reader.Has("idf_weights") ? reader.Floats("idf_weights") : null;
        var layer = new StringLookup(
            reader.OptionalInt("max_tokens"), reader.Int("num_oov_indices", 1), reader.String("mask_token"),
            reader.String("oov_token", "[UNK]")!, isGiven ? tokens : null, isGiven && weights is not null ? (DataArray)weights : null,
            reader.Bool("invert", false), reader.String("output_mode", "int")!, reader.Bool("pad_to_max_tokens", false),
            reader.String("name"), StringHash.ReadSalt(reader));
        layer._declaredSize = reader.OptionalInt("vocabulary_size");
        if (layer._declaredSize < layer.TokenStart)
        {
            throw reader.Wrong("vocabulary_size", $"{layer.TokenStart} or more", reader.Node("vocabulary_size"));
        }

        if (!isGiven && tokens is not null) layer._vocabulary = Vocabulary.Of(layer, tokens, weights);
        return layer;
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["invert"] = Invert;
        config["max_tokens"] = MaxTokens;
        config["num_oov_indices"] = NumOovIndices;
        config["oov_token"] = OovToken;
        config["mask_token"] = MaskToken;
        config["output_mode"] = OutputMode.Name;
        config["sparse"] = false;
        config["pad_to_max_tokens"] = PadToMaxTokens;
        WriteVocabulary(config);
        config["oov_method"] = "floormod";
        config["salt"] = StringHash.ToJson(_salt);
        config["encoding"] = "utf-8";
    }

    // With weights the tokens before the strings are written too, as they have their own weights; and where the strings themselves begin
    // like them, which would be taken for them.
    private void WriteVocabulary(JsonObject config)
    {
        JsonArray? tokens = null, weights = null;
        if (_vocabulary is { } vocabulary)
        {
            bool hasWeights = vocabulary.Weights.Length > 0;
            bool isWhole = hasWeights || Vocabulary.BeginsWithSpecialTokens(this, vocabulary.Tokens);
            tokens = [];
            foreach (string token in GetVocabulary(includeSpecialTokens: isWhole)) tokens.Add((JsonNode?)JsonValue.Create(token));
            if (hasWeights) weights = [];
            foreach (float weight in vocabulary.Weights) weights!.Add((JsonNode?)JsonValue.Create(weight));
            if (!_isGiven) config["has_input_vocabulary"] = false;
        }

        config["idf_weights"] = weights;
        config["vocabulary"] = tokens;
        config["vocabulary_size"] = _vocabulary is null ? null : VocabularySize;
    }

    private static string[]? StringsOf(ConfigReader reader, string key)
    {
        if (reader.OptionalList(key) is not { } list) return null;
        return
        [
            .. list.Select(item => item is JsonValue value && value.TryGetValue(out string? text)
                ? text : throw reader.Wrong(key, "a list of strings", list)),
        ];
    }
}
