using System.Text.Json.Nodes;
using DeepSharp.Tests.Models;

namespace DeepSharp.Tests.Serialization;

public class CompileConfigTests
{
    [Fact]
    public void Lists_for_several_outputs_come_back()
    {
        Model model = TwoByTwo.Create();
        model.Compile("adam", ["sparse_categorical_crossentropy", "mse"], [["accuracy"], ["mae", "mse"]], [1f, 0.25f], [null, ["mae"]]);
        CheckSame(model);
    }

    [Fact]
    public void Names_of_outputs_come_back()
    {
        Model model = TwoByTwo.Create();
        model.Compile(
            "adam", new Dictionary<string, Loss> { ["class"] = "sparse_categorical_crossentropy", ["value"] = Loss.Huber() },
            new Dictionary<string, MetricSet> { ["value"] = ["mae"] }, new Dictionary<string, float> { ["value"] = 0.5f });
        CheckSame(model);
    }

    [Fact]
    public void A_model_without_a_loss_comes_back_compiled()
    {
        Model model = TwoByTwo.Create();
        model.Compile("adam");
        CheckSame(model);
    }

    private static void CheckSame(Model model)
    {
        JsonObject config = CompileConfig.Of(model)!;
        Model copy = TwoByTwo.Create();
        CompileConfig.Apply(JsonNode.Parse(config.ToJsonString())!.AsObject(), copy);
        Assert.Equal(config.ToJsonString(), CompileConfig.Of(copy)!.ToJsonString());
        Assert.Equal(model.Trainer!.Outputs.Values.Names, copy.Trainer!.Outputs.Values.Names);
    }
}
