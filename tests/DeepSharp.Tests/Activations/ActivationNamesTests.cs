using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Activations;

public class ActivationNamesTests
{
    public static TheoryData<string> Defaults => ActivationCases.Ids(id => !id.Contains('('));

    public static TheoryData<string> WithParameters => ActivationCases.Ids(id => id.Contains('('));

    public static TheoryData<string> All => ActivationCases.Ids(_ => true);

    [Theory]
    [MemberData(nameof(Defaults))]
    public void A_name_stands_for_the_activation_with_Keras_defaults(string name)
    {
        Activation activation = name;
        Assert.Equal(ActivationCases.Find(name), activation);
        Assert.Equal(name, activation.Name);
    }

    [Theory]
    [InlineData("swish", "silu")]
    [InlineData("hard_swish", "hard_silu")]
    public void An_alias_gives_an_equal_activation(string alias, string name) => Assert.Equal((Activation)name, (Activation)alias);

    [Fact]
    public void Every_name_of_the_table_is_tested()
    {
        IEnumerable<string> all = ActivationCases.Elementwise.Keys.Concat(ActivationCases.OverAnAxis.Keys);
        IEnumerable<string> tested = all.Select(id => id.Split('(')[0]).Concat(["swish", "hard_swish"]).Distinct();
        Assert.Equal(tested.Order(StringComparer.Ordinal), ActivationTable.Entries.Names);
    }

    [Fact]
    public void An_unknown_name_lists_the_known_ones()
    {
        var exception = Assert.Throws<ArgumentException>(() => (Activation)"rleu");
        Assert.StartsWith(
            "Unknown activation 'rleu'. Did you mean 'relu'? Known: celu, elu, exponential, gelu, glu, ", exception.Message,
            StringComparison.Ordinal);
        Assert.Contains(", relu, ", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Defaults))]
    public void The_config_of_defaults_is_the_bare_name(string name) =>
        Assert.Equal($"\"{name}\"", ActivationCases.Find(name).ToConfig().ToJsonString());

    [Theory]
    [MemberData(nameof(WithParameters))]
    public void The_config_of_parameters_is_an_object(string id)
    {
        Activation activation = ActivationCases.Find(id);
        Assert.Equal(activation.Name, (string?)activation.ToConfig().AsObject()["class_name"]);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_config_comes_back_as_an_equal_activation(string id)
    {
        Activation activation = ActivationCases.Find(id);
        Assert.Equal(activation, Activation.FromConfig(JsonNode.Parse(activation.ToConfig().ToJsonString())!));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Equal_activations_have_equal_hash_codes(string id)
    {
        Activation activation = ActivationCases.Find(id);
        Assert.Equal(activation.GetHashCode(), Activation.FromConfig(activation.ToConfig()).GetHashCode());
    }

    [Fact]
    public void Other_parameters_make_another_activation() => Assert.NotEqual(Activation.LeakyReLU(0.1f), Activation.LeakyReLU(0.3f));

    [Fact]
    public void ReLU_without_options_is_plain_ReLU() => Assert.Equal(Activation.ReLU, Activation.ReLUWith());

    [Fact]
    public void A_name_without_defaults_says_what_it_needs()
    {
        var exception = Assert.Throws<FormatException>(() => (Activation)"threshold");
        Assert.Equal("threshold: the config lacks 'threshold', which has no default.", exception.Message);
    }

    [Fact]
    public void An_unknown_parameter_is_refused()
    {
        JsonObject config = ConfigSchema.Wrap("keras.activations", "leaky_relu", new JsonObject { ["alpha"] = 0.3 });
        var exception = Assert.Throws<FormatException>(() => Activation.FromConfig(config));
        Assert.Equal("leaky_relu: unknown key 'alpha' in the config. Known: negative_slope.", exception.Message);
    }

    [Fact]
    public void A_negative_slope_below_0_is_refused()
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => Activation.ReLUWith(negativeSlope: -1f));
        Assert.StartsWith("ReLU: expected a slope of 0 or more but got -1.", exception.Message, StringComparison.Ordinal);
    }
}
