namespace DeepSharp.Tests.Configuration;

public class AbsentNamesTests
{
    [Theory]
    [InlineData("AUC")]
    [InlineData("auc")]
    [InlineData("F1Score")]
    [InlineData("root_mean_squared_error")]
    public void A_metric_of_Keras_that_is_not_here_is_no_slip_of_the_pen(string name)
    {
        var exception = Assert.Throws<ArgumentException>(() => (Metric)name);
        Assert.StartsWith(
            $"Unknown metric '{name}'. Keras has it; it is not here yet. Known: acc, accuracy, ", exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_for_losses_optimizers_and_layers_of_files()
    {
        Assert.Contains("it is not here yet", Assert.Throws<ArgumentException>(() => (Loss)"hinge").Message, StringComparison.Ordinal);
        Assert.Contains("it is not here yet", Assert.Throws<ArgumentException>(() => (Optimizer)"muon").Message, StringComparison.Ordinal);
        var config = new System.Text.Json.Nodes.JsonObject { ["class_name"] = "Dot", ["config"] = new System.Text.Json.Nodes.JsonObject() };
        Assert.Contains(
            "Unknown layer 'Dot'. Keras has it; it is not here yet. Known: ",
            Assert.ThrowsAny<ArgumentException>(() => Layer.FromConfig(config)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Slips_of_the_pen_are_still_mended() => Assert.Contains(
        "Did you mean 'accuracy'?", Assert.Throws<ArgumentException>(() => (Metric)"acuracy").Message, StringComparison.Ordinal);

    // Whoever adds one of them takes its name off the list.
    [Fact]
    public void No_name_of_the_list_is_here()
    {
        var known = new Dictionary<string, IEnumerable<string>>
        {
            ["activation"] = ActivationTable.Entries.Names,
            ["initializer"] = InitializerTable.Entries.Names,
            ["loss"] = LossTable.Entries.Names,
            ["metric"] = MetricTable.Strings.Names.Concat(MetricTable.Entries.Names),
            ["optimizer"] = OptimizerTable.Entries.Names,
            ["layer"] = LayerTable.Entries.Names,
        };
        Assert.Equal(known.Keys.Order(), AbsentNames.Kinds.Order());
        foreach ((string kind, IEnumerable<string> names) in known)
        {
            Assert.Empty(AbsentNames.Of(kind).Select(NearestName.Plain).Intersect(names.Select(NearestName.Plain)));
        }
    }
}
