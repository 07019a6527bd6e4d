using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

// A vocabulary that was learned stands in the config like one that was given; Keras, whose files have it beside, reads both.
internal sealed partial class IndexLookup<T, TKind>
{
    /// <summary>The vocabulary of a config, its weights, and whether it was given and not learned.</summary>
    public static (T[]? Tokens, float[]? Weights, bool IsGiven) ReadVocabulary(ConfigReader reader) => (
        reader.OptionalList("vocabulary") is { } list
            ? [
                .. list.Select(item => TKind.TryRead(item, out T token)
                    ? token : throw reader.Wrong("vocabulary", $"a list of {TKind.Plural}", list)),
            ]
            : null,
        reader.Has("idf_weights") ? reader.Floats("idf_weights") : null,
        reader.Bool("has_input_vocabulary", true));

    /// <summary>Reads what belongs to no option: what was learned, and how large Keras says it is.</summary>
    public void ReadState(ConfigReader reader, T[]? tokens, float[]? weights, bool isGiven)
    {
        _declaredSize = reader.OptionalInt("vocabulary_size");
        if (_declaredSize < Options.TokenStart)
        {
            throw reader.Wrong("vocabulary_size", $"{Options.TokenStart} or more", reader.Node("vocabulary_size"));
        }

        if (!isGiven && tokens is not null) _vocabulary = VocabularyMaker<T, TKind>.Of(_layer, Options, tokens, weights);
    }

    // With weights the tokens before the others are written too, as they have their own weights; and where the others themselves begin
    // like them, which would be taken for them.
    public void WriteVocabulary(JsonObject config)
    {
        JsonArray? tokens = null, weights = null;
        if (_vocabulary is { } vocabulary)
        {
            bool hasWeights = vocabulary.Weights.Length > 0;
            bool isWhole = hasWeights || VocabularyMaker<T, TKind>.BeginsWithSpecialTokens(Options, vocabulary.Tokens);
            tokens = [];
            foreach (T token in GetVocabulary(includeSpecialTokens: isWhole)) tokens.Add((JsonNode?)TKind.ToJson(token));
            if (hasWeights) weights = [];
            foreach (float weight in vocabulary.Weights) weights!.Add((JsonNode?)JsonValue.Create(weight));
            if (!IsGiven) config["has_input_vocabulary"] = false;
        }

        config["idf_weights"] = weights;
        config["vocabulary"] = tokens;
        config["vocabulary_size"] = HasSize ? Size : null;
    }
}
