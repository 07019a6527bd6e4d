using System.Text.Json.Nodes;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Golden;

/// <summary>Layers that work on data: ids of strings and whole numbers, and what is learned from data.</summary>
public sealed class PreprocessingGoldenTests
{
    public static TheoryData<string> Cases => [.. GoldenArea.Load("preprocessing2").Ids];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_and_vocabularies_are_those_of_Keras(string id)
    {
        GoldenCase golden = GoldenArea.Load("preprocessing2").Open(id);
        var layer = (DataLayer)Layer.Create(golden.Text("class"), golden.Object("args"));
        if (golden["adapt"] is { } data) ((StringLookup)layer).Adapt(Read(data));
        Check(golden, layer);

        // What a file holds is the same layer.
        Check(golden, (DataLayer)Layer.FromConfig(JsonNode.Parse(layer.ToConfig().ToJsonString())!));
        golden.AssertEverythingRead();
    }

    private static void Check(GoldenCase golden, DataLayer layer)
    {
        DataArray input = Read(golden["input"]!), output = layer.Apply(input);
        if (golden["output"] is JsonArray texts)
        {
            Assert.Equal(Read(texts).RawValues<string>(), output.RawValues<string>());
        }
        else
        {
            Tensor want = golden.Tensor("output");
            Assert.Equal(want.Shape, output.Shape);
            Tolerance.Output.Check("output", want, output.ToTensor());
            Assert.Equal(want.Shape, layer.ComputeOutputShape(input.Shape));
        }

        if (golden["vocabulary"] is not JsonArray vocabulary) return;
        var lookup = (StringLookup)layer;
        Assert.Equal(vocabulary.Select(token => (string)token!), lookup.GetVocabulary());
        if (golden["idf_weights"] is not JsonArray weights) return;
        Tolerance.Output.Check("idf_weights", Floats(weights), Floats(lookup.ToConfig()["config"]!["idf_weights"]!.AsArray()));
    }

    private static Tensor Floats(JsonArray numbers) => Tensor.From([.. numbers.Select(number => (float)number!)]);

    private static DataArray Read(JsonNode node)
    {
        JsonArray list = node.AsArray();
        JsonNode[] values = [.. list.SelectMany(item => item is JsonArray row ? row.Select(value => value!) : [item!])];
        Shape shape = list[0] is JsonArray first ? [list.Count, first.Count] : [list.Count];
        return values[0].GetValueKind() == System.Text.Json.JsonValueKind.String
            ? DataArray.From([.. values.Select(value => (string)value!)], shape)
            : DataArray.From([.. values.Select(value => (long)value)], shape);
    }
}
