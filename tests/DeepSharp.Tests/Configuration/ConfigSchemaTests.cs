using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Configuration;

public class ConfigSchemaTests
{
    [Fact]
    public void Wraps_in_the_schema_of_Keras() => Assert.Equal(
        """{"module":"keras.layers","class_name":"Dense","config":{"units":3},"registered_name":null}""",
        ConfigSchema.Wrap("keras.layers", "Dense", new JsonObject { ["units"] = 3 }).ToJsonString());

    [Fact]
    public void Takes_apart_what_it_wrapped()
    {
        JsonObject wrapped = ConfigSchema.Wrap("keras.layers", "Dense", new JsonObject { ["units"] = 3 });
        (string className, JsonObject config) = ConfigSchema.Unwrap(wrapped, "Layer");
        Assert.Equal(("Dense", 3), (className, (int)config["units"]!));
    }

    [Fact]
    public void A_missing_config_is_an_empty_one() =>
        Assert.Empty(ConfigSchema.Unwrap(JsonNode.Parse("""{"class_name": "ReLU"}"""), "Layer").Config);

    [Theory]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("""{"config":{}}""")]
    [InlineData("""{"class_name":3,"config":{}}""")]
    [InlineData("""{"class_name":"Dense","config":[]}""")]
    public void Anything_else_is_refused(string json)
    {
        var exception = Assert.Throws<FormatException>(() => ConfigSchema.Unwrap(JsonNode.Parse(json), "Layer"));
        Assert.Equal($"Layer: expected an object with 'class_name' and 'config' but got {json}.", exception.Message);
    }

    [Fact]
    public void The_data_type_is_read_as_a_word_and_as_a_policy()
    {
        Check(new JsonObject());
        Check(new JsonObject { ["dtype"] = "float32" });
        Check(new JsonObject { ["dtype"] = ConfigSchema.Float32() });
        static void Check(JsonObject config) => ConfigSchema.ReadFloat32(new ConfigReader(config, "Dense"));
    }

    [Fact]
    public void Another_data_type_is_refused()
    {
        JsonObject policy = ConfigSchema.Float32();
        policy["config"]!["name"] = "mixed_float16";
        Check("bfloat16", "\"bfloat16\"");
        Check(policy, policy.ToJsonString());

        static void Check(JsonNode dtype, string got)
        {
            var reader = new ConfigReader(new JsonObject { ["dtype"] = dtype.DeepClone() }, "Dense");
            var exception = Assert.Throws<NotSupportedException>(() => ConfigSchema.ReadFloat32(reader));
            Assert.Equal(
                $"Dense: expected the dtype 'float32', the only one supported, but the config says {got}. " +
                "Set 'dtype' to 'float32' or leave it out.",
                exception.Message);
        }
    }

    [Fact]
    public void Unknown_lengths_are_written_as_null() => Assert.Equal("[null,32,3]", ConfigSchema.List([Shape.Any, 32, 3]).ToJsonString());

    [Fact]
    public void A_pair_is_a_list_of_two() => Assert.Equal("[3,5]", ConfigSchema.Pair((3, 5)).ToJsonString());
}
