using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Data;

public class DTypeTests
{
    [Fact]
    public void Names_are_those_of_Keras()
    {
        string[] names = ["float32", "int32", "int64", "uint8", "bool", "string"];
        Assert.Equal([DType.Float32, DType.Int32, DType.Int64, DType.UInt8, DType.Bool, DType.String], names.Select(name => (DType)name));
        Assert.Equal(names, names.Select(name => ((DType)name).ToString()));
        Assert.Equal(DType.Float32, default);
    }

    [Theory]
    [InlineData("float16")]
    [InlineData("bfloat16")]
    [InlineData("float64")]
    [InlineData("Int32")]
    [InlineData("")]
    public void Others_are_refused_in_words(string name)
    {
        string message = Assert.Throws<ArgumentException>(() => (DType)name).Message;
        Assert.StartsWith(
            $"Unknown dtype '{name}'. Known: bool, float32, int32, int64, string, uint8. All tensors compute in float32", message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Input([1], dtype: name));
        JsonObject config = new Input([1], name: "x").ToConfig();
        config["config"]!["dtype"] = name;
        Assert.StartsWith(
            "InputLayer: expected a dtype of bool, float32, int32, int64, string, uint8 but the config says",
            Assert.Throws<NotSupportedException>(() => Layer.FromConfig(config)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_says_what_it_is_kept_as()
    {
        DataArray[] data = [new float[1], new double[1], new int[1], new long[1], new byte[1], new bool[1], new[] { "a" }];
        Assert.Equal(
            ["float32", "float32", "int32", "int64", "uint8", "bool", "string"], data.Select(array => array.DType.Name));
        Assert.Equal("int64", (((DataArray)new long[3])[1..] + 1).DType.Name);
    }

    [Theory]
    [InlineData("int32")]
    [InlineData("string")]
    public void Inputs_write_and_read_it(string name)
    {
        var input = new Input([3], batchSize: 2, name: "x", dtype: name);
        Assert.Equal(name, (string?)input.ToConfig()["config"]!["dtype"]);
        Layer layer = Layer.FromConfig(input.ToConfig());
        Assert.Equal(input.ToConfig()["config"]!.ToJsonString(), Input.Read(new ConfigReader((JsonObject)layer.ToConfig()["config"]!.DeepClone(), "x")).ToConfig()["config"]!.ToJsonString());
        Assert.Equal((DType)name, layer.Output.DType);
    }
}
