using System.Text.Json.Nodes;
using DeepSharp.Tests.Models;

namespace DeepSharp.Tests.Serialization;

public class ModelJsonTests
{
    [Fact]
    public void Layers_and_what_was_compiled_come_back()
    {
        Model model = TwoByTwo.Compiled();
        Model copy = Model.FromJson(model.ToJson());
        Assert.Equal(model.ToJson(), copy.ToJson());
        Assert.IsType<Adam>(copy.Optimizer);
        Assert.Equal(model.MetricsNames, copy.MetricsNames);
        copy.SetWeights(model.GetWeights());
        (Tensor left, Tensor right, _, _) = TwoByTwo.Data(3);
        TestData.AssertSameBits(model.PredictAll([left, right])[0].Span, copy.PredictAll([left, right])[0].Span, "prediction");
    }

    [Fact]
    public void A_model_that_is_not_compiled_comes_back_as_one()
    {
        Sequential model = SmallModels.Classifier();
        Assert.Null(model.GetCompileConfig());
        Assert.DoesNotContain("compile_config", model.ToJson(), StringComparison.Ordinal);
        Assert.Null(Assert.IsType<Sequential>(Model.FromJson(model.ToJson())).Optimizer);
    }

    [Fact]
    public void The_JSON_is_what_Keras_reads()
    {
        JsonNode json = JsonNode.Parse(SmallModels.Classifier().ToJson())!;
        Assert.Equal(("keras", "Sequential"), ((string?)json["module"], (string?)json["class_name"]));
        Assert.Equal("InputLayer", (string?)json["config"]!["layers"]![0]!["class_name"]);
    }

    [Fact]
    public void One_model_is_compiled_as_another()
    {
        Model model = TwoByTwo.Compiled(), other = TwoByTwo.Create();
        other.CompileFromConfig(model.GetCompileConfig()!);
        (Tensor left, Tensor right, Tensor y1, Tensor y2) = TwoByTwo.Data(12);
        foreach (Model each in new[] { model, other }) each.Fit([left, right], [y1, y2], verbose: Verbosity.Silent, shuffle: false);
        TestData.AssertSameBits(SmallModels.WeightsOf(model), SmallModels.WeightsOf(other), "weights");
    }

    [Theory]
    [InlineData("{", "expected JSON but cannot read it")]
    [InlineData("[]", "expected a JSON object.")]
    [InlineData("""{"class_name": "Nothing", "config": {}}""", "Nothing")]
    [InlineData(
        """{"class_name": "Dense", "config": {"units": 3}}""",
        "expected the config of a model (Functional, Sequential, or one of your own) but got a Dense.")]
    public void Text_that_is_no_model_is_refused(string json, string message)
    {
        var exception = Assert.Throws<ModelFileException>(() => Model.FromJson(json));
        Assert.Contains("FromJson", exception.Message, StringComparison.Ordinal);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }
}
