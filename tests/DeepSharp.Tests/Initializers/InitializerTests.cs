using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Initializers;

public class InitializerTests
{
    private static readonly Dictionary<string, Initializer> s_cases = new()
    {
        ["zeros"] = Initializer.Zeros,
        ["ones"] = Initializer.Ones,
        ["constant"] = Initializer.Constant(),
        ["constant(0.3)"] = Initializer.Constant(0.3f),
        ["identity"] = Initializer.Identity(),
        ["identity(2)"] = Initializer.Identity(2f),
        ["random_uniform"] = Initializer.RandomUniform(),
        ["random_uniform(-1, 2, 3)"] = Initializer.RandomUniform(-1f, 2f, seed: 3),
        ["random_normal"] = Initializer.RandomNormal(),
        ["random_normal(1, 2, 3)"] = Initializer.RandomNormal(1f, 2f, seed: 3),
        ["truncated_normal"] = Initializer.TruncatedNormal(),
        ["truncated_normal(1, 2, 3)"] = Initializer.TruncatedNormal(1f, 2f, seed: 3),
        ["variance_scaling"] = Initializer.VarianceScaling(),
        ["variance_scaling(2, fan_out, uniform, 3)"] = Initializer.VarianceScaling(2f, "fan_out", "uniform", seed: 3),
        ["orthogonal"] = Initializer.Orthogonal(),
        ["orthogonal(2, 3)"] = Initializer.Orthogonal(2f, seed: 3),
        ["glorot_uniform"] = Initializer.GlorotUniform(),
        ["glorot_normal"] = Initializer.GlorotNormal(),
        ["he_uniform"] = Initializer.HeUniform(),
        ["he_normal"] = Initializer.HeNormal(),
        ["he_normal(3)"] = Initializer.HeNormal(seed: 3),
        ["lecun_uniform"] = Initializer.LecunUniform(),
        ["lecun_normal"] = Initializer.LecunNormal(),
    };

    public static TheoryData<string> All => [.. s_cases.Keys];

    public static TheoryData<string> Named => [.. s_cases.Keys.Where(id => !id.Contains('('))];

    [Theory]
    [MemberData(nameof(Named))]
    public void A_name_stands_for_the_initializer_with_Keras_defaults(string name) => Assert.Equal(s_cases[name], (Initializer)name);

    [Theory]
    [MemberData(nameof(Named))]
    public void The_class_name_is_a_name_too(string name) => Assert.Equal(s_cases[name], (Initializer)s_cases[name].ClassName);

    [Theory]
    [InlineData("uniform", "random_uniform")]
    [InlineData("normal", "random_normal")]
    [InlineData("IdentityInitializer", "identity")]
    [InlineData("OrthogonalInitializer", "orthogonal")]
    public void An_alias_gives_an_equal_initializer(string alias, string name) => Assert.Equal((Initializer)name, (Initializer)alias);

    [Fact]
    public void An_unknown_name_lists_the_known_ones()
    {
        var exception = Assert.Throws<ArgumentException>(() => (Initializer)"he");
        Assert.StartsWith("Unknown initializer 'he'. Known: Constant, GlorotNormal, ", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_config_comes_back_as_an_equal_initializer(string id)
    {
        Initializer initializer = s_cases[id];
        Assert.Equal(initializer, Initializer.FromConfig(JsonNode.Parse(initializer.ToConfig().ToJsonString())!));
        Assert.Equal(initializer, Initializer.FromConfig(initializer.ToConfig()));
    }

    [Fact]
    public void A_config_may_be_a_bare_name() => Assert.Equal(Initializer.Zeros, Initializer.FromConfig(JsonValue.Create("zeros")));

    [Fact]
    public void Input_axes_come_back_from_a_config()
    {
        var options = new JsonObject { ["input_axes"] = new JsonArray(0, 1), ["output_axes"] = new JsonArray(2) };
        Initializer read = Initializer.FromConfig(ConfigSchema.Wrap("keras.initializers", "GlorotUniform", options));
        JsonNode written = read.ToConfig()["config"]!;
        Assert.Equal("[0,1]", written["input_axes"]!.ToJsonString());
        Assert.Equal("[2]", written["output_axes"]!.ToJsonString());
    }

    [Fact]
    public void Zeros_ones_and_constants_are_the_same_everywhere()
    {
        Assert.Equal([0f, 0f], Initializer.Zeros.Create([2]).ToArray());
        Assert.Equal([1f, 1f], Initializer.Ones.Create([2]).ToArray());
        Assert.Equal([0.3f, 0.3f], Initializer.Constant(0.3f).Create([2]).ToArray());
    }

    [Fact]
    public void Identity_puts_its_gain_on_the_diagonal()
    {
        Assert.Equal([2f, 0f, 0f, 0f, 2f, 0f], Initializer.Identity(2f).Create([2, 3]).ToArray());
        Assert.Equal([1f, 0f, 0f, 1f, 0f, 0f], Initializer.Identity().Create([3, 2]).ToArray());
    }

    [Fact]
    public void Identity_refuses_other_ranks_than_2()
    {
        var exception = Assert.Throws<ShapeException>(() => Initializer.Identity().Create([3]));
        Assert.Equal("Identity: expected a weight of rank 2 but got (3,). Use another initializer.", exception.Message);
    }

    [Fact]
    public void Variance_scaling_refuses_unknown_words()
    {
        var mode = Assert.Throws<ArgumentException>(() => Initializer.VarianceScaling(mode: "fan"));
        Assert.StartsWith(
            "VarianceScaling: expected the mode fan_in, fan_out or fan_avg but got 'fan'.", mode.Message, StringComparison.Ordinal);

        var distribution = Assert.Throws<ArgumentException>(() => Initializer.VarianceScaling(distribution: "cauchy"));
        Assert.Contains("but got 'cauchy'.", distribution.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Variance_scaling_refuses_a_scale_of_0() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Initializer.VarianceScaling(scale: 0f));
}
