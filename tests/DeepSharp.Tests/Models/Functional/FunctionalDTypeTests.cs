using System.Text.Json.Nodes;
using DeepSharp.Layers;
using DeepSharp.Tests.Golden;

namespace DeepSharp.Tests.Models.Functional;

/// <summary>The dtypes in configs of functional models, of inputs and of every tensor that a call takes.</summary>
public class FunctionalDTypeTests
{
    public static TheoryData<string> Models =>
        [.. GoldenArea.Load("masks2").Ids.Where(id => id.StartsWith("model_", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Models))]
    public void Keras_s_are_written_back_as_they_were(string id)
    {
        JsonNode config = GoldenArea.Load("masks2").Open(id)["model"]!;
        JsonObject written = Model.FromConfig(config).ToConfig();
        Assert.Equal(DTypes(config), DTypes(JsonNode.Parse(written.ToJsonString())!));
    }

    [Fact]
    public void Each_operation_says_what_its_values_are()
    {
        Input ids = new([3], name: "ids", dtype: "int32"), real = new([3], name: "real");
        (SymbolicTensor Tensor, string DType)[] tensors =
        [
            (ids.NotEqualTo(0f), "bool"), (ids + 1, "int32"), (ids + 0.5, "float32"), (ids / 2, "float32"), (ids + ids, "int32"),
            (ids + real, "float32"), (new Reshape([3, 1]).Apply(ids), "int32"), (new Embedding(3, 2).Apply(ids), "float32"),
            (new Concatenate().Apply(ids, ids), "int32"), (new Dense(2).Apply(real), "float32"), (new Flatten().Apply(ids), "int32"),
            (new Hashing(3).Apply(ids), "int64"), (new StringLookup(vocabulary: ["a"], invert: true).Apply(ids), "string"),
        ];
        Assert.All(tensors, entry => Assert.Equal(entry.DType, entry.Tensor.DType.Name));
    }

    [Fact]
    public void A_model_with_strings_is_written_and_read()
    {
        var words = new Input([1], name: "words", dtype: "string");
        SymbolicTensor ids = new StringLookup(vocabulary: ["a", "b"], name: "lookup").Apply(words);
        var model = new Model(words, new Embedding(3, 2, name: "e").Apply(ids), "m");
        string config = model.ToConfig().ToJsonString();
        Assert.Equal(["string", "string", "int64"], DTypes(JsonNode.Parse(config)!));
        Assert.Equal(config, Model.FromConfig(JsonNode.Parse(config)!).ToConfig().ToJsonString());
        Assert.Throws<NotSupportedException>(() => Model.FromConfig(JsonNode.Parse(config.Replace("\"dtype\":\"int64\"", "\"dtype\":\"float64\"", StringComparison.Ordinal))!));
    }

    // Of inputs and tensors, in the order of the text.
    private static string[] DTypes(JsonNode? node) => node switch
    {
        JsonObject { } tensor when tensor["dtype"] is JsonValue dtype => [(string)dtype!],
        JsonObject all => [.. all.SelectMany(entry => DTypes(entry.Value))],
        JsonArray list => [.. list.SelectMany(DTypes)],
        _ => [],
    };
}
