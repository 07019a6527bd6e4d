using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Configuration;

/// <summary>Whatever a config is, it is read or refused with one of the exceptions that are documented.</summary>
public class ConfigGuardTests
{
    public ConfigGuardTests()
    {
        ModelFile.Register("Guard>Careless", config => new Careless(config["list"]!.AsArray()[0]!.GetValue<int>()));
        ModelFile.Register("Guard>Sequential", _ => new OtherSequential());
    }

    [Theory]
    [InlineData("""{"name": "float16"}""")]
    [InlineData("""{"config": []}""")]
    [InlineData("""{"config": "float32"}""")]
    [InlineData("""{"config": {"name": {"name": "float32"}}}""")]
    [InlineData("""{"config": {"name": 32}}""")]
    [InlineData("[\"float32\"]")]
    public void A_dtype_that_is_another_or_none_is_not_supported(string dtype)
    {
        string config = """{"class_name": "Flatten", "config": {"dtype": @}}""".Replace("@", dtype, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => Layer.FromConfig(Parse(config)));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"list": 3}""")]
    [InlineData("""{"list": []}""")]
    [InlineData("""{"list": ["3"]}""")]
    public void Whatever_the_function_of_a_program_throws_is_a_config_that_does_not_fit(string config)
    {
        const string Wrapped = """{"class_name": "Careless", "registered_name": "Guard>Careless", "config": @}""";
        JsonNode node = Parse(Wrapped.Replace("@", config, StringComparison.Ordinal));
        Exception exception = Assert.ThrowsAny<Exception>(() => Layer.FromConfig(node));
        Assert.True(exception is FormatException or ArgumentException, $"{exception}");
    }

    [Fact]
    public void A_class_of_a_program_that_is_called_Sequential_is_none()
    {
        JsonNode node = Parse("""{"class_name": "Sequential", "registered_name": "Guard>Sequential", "config": {}}""");
        Assert.Equal(
            "Model: expected the config of a Sequential but got a custom class of that name.",
            Assert.Throws<FormatException>(() => Sequential.FromConfig(node)).Message);
    }

    [Fact]
    public void Strings_of_half_characters_are_refused_wherever_they_stand()
    {
        const string Half = "\"\\ud83d\"";
        Func<JsonNode, object>[] readers =
        [
            Layer.FromConfig, Model.FromConfig, Sequential.FromConfig, Optimizer.FromConfig, Loss.FromConfig, Metric.FromConfig,
            Activation.FromConfig, Initializer.FromConfig, Regularizer.FromConfig, Constraint.FromConfig, LearningRateSchedule.FromConfig,
        ];
        string[] texts = [Half, $"{{\"class_name\": {Half}}}", $"{{\"class_name\": \"Dense\", \"config\": {{{Half}: 1}}}}"];
        foreach (Func<JsonNode, object> read in readers)
        {
            foreach (string text in texts)
            {
                Exception exception = Assert.ThrowsAny<Exception>(() => read(Parse(text)));
                Assert.True(exception is FormatException or ArgumentException, $"{text}: {exception}");
            }
        }
    }

    // No text can be so deep, but what a program puts together.
    [Theory]
    [InlineData("layers")]
    [InlineData("inbound_nodes")]
    [InlineData("input_shape")]
    public void A_config_nested_without_end_is_refused_and_does_not_end_the_process(string place)
    {
        Exception? exception = null;
        var thread = new Thread(() => exception = Record.Exception(() => Model.FromConfig(Deep(place))), maxStackSize: 1 << 20);
        thread.Start();
        thread.Join();
        Assert.IsType<FormatException>(exception);
    }

    private static JsonObject Deep(string place)
    {
        JsonNode node = new JsonObject { ["class_name"] = "Dense", ["config"] = new JsonObject { ["units"] = 1 } };
        for (int i = 0; i < 20_000; i++)
        {
            node = place != "layers" ? new JsonArray(node)
                : new JsonObject { ["class_name"] = "Sequential", ["config"] = new JsonObject { ["layers"] = new JsonArray(node) } };
        }

        if (place == "layers") return (JsonObject)node;
        if (place == "input_shape")
        {
            return new JsonObject
            {
                ["class_name"] = "Sequential",
                ["config"] = new JsonObject { ["layers"] = new JsonArray() },
                ["build_config"] = new JsonObject { ["input_shape"] = node },
            };
        }

        var call = new JsonObject { ["args"] = node, ["kwargs"] = new JsonObject() };
        var layer = new JsonObject
        {
            ["class_name"] = "Dense",
            ["config"] = new JsonObject { ["units"] = 1 },
            ["inbound_nodes"] = new JsonArray(call),
        };
        return new JsonObject { ["class_name"] = "Functional", ["config"] = new JsonObject { ["layers"] = new JsonArray(layer) } };
    }

    private static JsonNode Parse(string text) => JsonNode.Parse(text)!;

    private sealed class Careless(int value) : Layer
    {
        public override Shape ComputeOutputShape(Shape input) => input;

        protected override Tensor Call(Tensor input, bool training) => input + value;
    }

    private sealed class OtherSequential : Layer
    {
        public override string ClassName => "Sequential";

        public override Shape ComputeOutputShape(Shape input) => input;

        protected override Tensor Call(Tensor input, bool training) => input;
    }
}
