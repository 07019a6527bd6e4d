using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Configuration;

public class NestedNumbersTests
{
    [Theory]
    [InlineData("[2.5,-1]")]
    [InlineData("""{"class_name":"__numpy__","config":{"value":[2.5,-1],"dtype":"float32"}}""")]
    [InlineData("""{"class_name":"__tensor__","config":{"value":[2.5,-1],"dtype":"float32"}}""")]
    public void Arrays_are_lists_or_lie_in_a_box_of_Keras(string numbers) => Assert.Equal([2.5f, -1f], Read(numbers)!.ToArray());

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"class_name":"__numpy__"}""")]
    [InlineData("""{"class_name":"__numpy__","config":{}}""")]
    [InlineData("""{"class_name":"__numpy__","config":5}""")]
    [InlineData("""{"class_name":"__numpy__","config":{"value":"text"}}""")]
    [InlineData("""{"class_name":"__bytes__","config":{"value":[1]}}""")]
    [InlineData("""{"class_name":5,"config":{"value":[1]}}""")]
    [InlineData("[1,[2]]")]
    public void What_is_no_array_is_refused(string numbers) =>
        Assert.Contains("'numbers'", Assert.Throws<FormatException>(() => Read(numbers)).Message);

    private static Tensor? Read(string numbers) =>
        NestedNumbers.Read(new ConfigReader(new JsonObject { ["numbers"] = JsonNode.Parse(numbers) }, "Test"), "numbers");
}
