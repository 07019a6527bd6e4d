using System.Text.Json;
using System.Text.Json.Nodes;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Golden;

/// <summary>Layers for raw values: ids of strings and whole numbers, scales, bins, and what is learned from data.</summary>
public sealed class PreprocessingGoldenTests
{
    public static TheoryData<string> Cases => [.. GoldenArea.Load("preprocessing2").Ids];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_and_what_is_learned_are_those_of_Keras(string id)
    {
        GoldenCase golden = GoldenArea.Load("preprocessing2").Open(id);
        var layer = Layer.Create(golden.Text("class"), golden.Object("args"));
        if (golden["adapt"] is { } data) AdaptedLayers.Adapt(layer, Read(golden, data));
        Check(golden, layer);

        // What a file holds is the same layer.
        Layer copy = Layer.FromConfig(JsonNode.Parse(layer.ToConfig().ToJsonString())!);
        if (layer.Weights.Count > 0)
        {
            copy.Build(layer.BuildShape!.Value);
            copy.SetWeights(layer.GetWeights());
        }

        Check(golden, copy);
        golden.AssertEverythingRead();
    }

    private static void Check(GoldenCase golden, Layer layer)
    {
        DataArray[] inputs = [Read(golden, golden["input"]!), .. CallTensors(golden)];
        DataArray output = layer is DataLayer onData ? onData.Apply([.. inputs]) : layer.Apply([.. inputs.Select(input => input.ToTensor())]);
        if (golden["output"] is JsonArray texts)
        {
            Assert.Equal(Read(golden, texts).RawValues<string>(), output.RawValues<string>());
        }
        else
        {
            Tensor want = golden.Tensor("output");
            Assert.Equal(want.Shape, output.Shape);
            Tolerance.Output.Check("output", want, output.ToTensor());
            Shape said = layer.ComputeOutputShape(inputs[0].Shape);
            Assert.Equal(want.Shape.Rank, said.Rank);
            for (int i = 0; i < said.Rank; i++) Assert.True(said[i] == want.Shape[i] || said[i] == Shape.Any, $"{said} for {want.Shape}");
        }

        CheckLearned(golden, layer);
    }

    private static void CheckLearned(GoldenCase golden, Layer layer)
    {
        var config = layer.ToConfig()["config"]!.AsObject();
        foreach ((string key, JsonNode? value) in golden["config"] as JsonObject ?? [])
        {
            if (key is not ("name" or "dtype")) ConfigComparison.Check(key, value, config[key]);
        }

        if (golden["vocabulary"] is JsonArray vocabulary) Assert.Equal(vocabulary.Select(Text), AdaptedLayers.Vocabulary(layer));
        if (golden["idf_weights"] is JsonArray weights)
        {
            Tolerance.Output.Check("idf_weights", Floats(weights), Floats(config["idf_weights"]!.AsArray()));
        }

        if (golden["bin_boundaries"] is JsonArray bins)
        {
            Tolerance.Output.Check("bin_boundaries", Floats(bins), Floats(config["bin_boundaries"]!.AsArray()));
        }

        if (golden["weights_after_adapt"] is not JsonArray after) return;
        Assert.Equal(after.Select(weight => (string)weight!["name"]!), layer.Weights.Select(weight => weight.Name));
        for (int i = 0; i < after.Count; i++)
        {
            Tolerance.Output.Check((string)after[i]!["name"]!, golden.Tensor(after[i]!["value"]!), layer.Weights[i].Value);
        }
    }

    private static IEnumerable<DataArray> CallTensors(GoldenCase golden) =>
        golden["call_tensors"] is JsonObject given ? given.Select(entry => (DataArray)golden.Tensor(entry.Value!)) : [];

    private static Tensor Floats(JsonArray numbers) => Tensor.From([.. numbers.Select(number => (float)number!)]);

    private static string Text(JsonNode? value) => value!.GetValueKind() == JsonValueKind.String ? (string)value! : value.ToJsonString();

    private static DataArray Read(GoldenCase golden, JsonNode node)
    {
        if (node is JsonValue) return golden.Tensor(node);
        JsonArray list = node.AsArray();
        JsonNode[] values = [.. list.SelectMany(item => item is JsonArray row ? row.Select(value => value!) : [item!])];
        Shape shape = list[0] is JsonArray first ? [list.Count, first.Count] : [list.Count];
        return values[0].GetValueKind() == JsonValueKind.String
            ? DataArray.From([.. values.Select(value => (string)value!)], shape)
            : DataArray.From([.. values.Select(value => (long)value)], shape);
    }
}
