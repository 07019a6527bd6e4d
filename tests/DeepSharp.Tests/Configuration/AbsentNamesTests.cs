using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Configuration;

public class AbsentNamesTests
{
    [Theory]
    [InlineData("MultiOptimizer")]
    [InlineData("multioptimizer")]
    public void An_optimizer_of_Keras_that_is_not_here_is_no_slip_of_the_pen(string name)
    {
        var exception = Assert.Throws<ArgumentException>(() => (Optimizer)name);
        Assert.StartsWith(
            $"Unknown optimizer '{name}'. Keras has it; it is not here yet. Known: Adadelta, ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_for_layers_of_files()
    {
        var config = new System.Text.Json.Nodes.JsonObject { ["class_name"] = "Lambda", ["config"] = new System.Text.Json.Nodes.JsonObject() };
        Assert.Contains(
            "Unknown layer 'Lambda'. Keras has it; it is not here yet. Known: ",
            Assert.ThrowsAny<ArgumentException>(() => Layer.FromConfig(config)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Slips_of_the_pen_are_still_mended() => Assert.Contains(
        "Did you mean 'accuracy'?", Assert.Throws<ArgumentException>(() => (Metric)"acuracy").Message, StringComparison.Ordinal);

    [Fact]
    public void A_name_that_has_come_is_absent_no_more() => Assert.Contains(
        "Did you mean 'LeakyReLU'?",
        Assert.ThrowsAny<ArgumentException>(() => Layer.FromConfig(new JsonObject { ["class_name"] = "leakyrelu", ["config"] = new JsonObject() })).Message,
        StringComparison.Ordinal);
}
