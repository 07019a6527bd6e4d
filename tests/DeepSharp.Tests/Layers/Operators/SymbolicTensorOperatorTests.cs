using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Layers;

public class SymbolicTensorOperatorTests
{
    private static readonly Dictionary<string,
        (Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> Graph, Func<double, double, double> Reference)>
        s_cases = new()
        {
            ["x + y"] = ((x, y) => x + y, (x, y) => x + y),
            ["x - y"] = ((x, y) => x - y, (x, y) => x - y),
            ["x * y"] = ((x, y) => x * y, (x, y) => x * y),
            ["x / y"] = ((x, y) => x / y, (x, y) => x / y),
            ["-x + y"] = ((x, y) => -x + y, (x, y) => -x + y),
            ["x + 2, y"] = ((x, y) => x + 2f + y, (x, y) => x + 2 + y),
            ["2 + x, y"] = ((x, y) => 2f + x + y, (x, y) => 2 + x + y),
            ["x - 2, y"] = ((x, y) => x - 2f + y, (x, y) => x - 2 + y),
            ["2 - x, y"] = ((x, y) => 2f - x + y, (x, y) => 2 - x + y),
            ["x * 3, y"] = ((x, y) => x * 3f + y, (x, y) => x * 3 + y),
            ["3 * x, y"] = ((x, y) => 3f * x + y, (x, y) => 3 * x + y),
            ["x / 4, y"] = ((x, y) => x / 4f + y, (x, y) => x / 4 + y),
            ["4 / x, y"] = ((x, y) => 4f / x + y, (x, y) => 4 / x + y),
            ["x * x, y"] = ((x, y) => x * x - y, (x, y) => x * x - y),
        };

    public static TheoryData<string> Cases => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_gradients_and_the_copy_from_the_config_are_right(string name)
    {
        (Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> graph, Func<double, double, double> reference) = s_cases[name];
        Input left = new([3]), right = new([3]);
        var model = new Model([left, right], graph(left, right));
        Model copy = Model.FromConfig(JsonNode.Parse(model.ToConfig().ToJsonString())!);
        Assert.Equal(model.ToConfig().ToJsonString(), copy.ToConfig().ToJsonString());

        Tensor a = Values(1, 0.5f, 2f), b = Values(2, 0.5f, 2f);
        foreach (Model each in (Model[])[model, copy])
        {
            GradientCheck.Run(() => each.Apply([a, b]), [a, b], at => [.. at[0].Zip(at[1], reference)]);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_steady_step_allocates_nothing(string name)
    {
        Input left = new([3]), right = new([3]);
        var model = new Model([left, right], s_cases[name].Graph(left, right));
        Tensor a = Values(1, 0.5f, 2f), b = Values(2, 0.5f, 2f);
        var sum = new WeightedSumOp(TestData.Uniform(12, seed: 77));
        var inputs = new Tensor[] { a, b };
        var outputs = new Tensor[1];
        var tape = new Tape(new StepMemory(), isRecording: true);
        tape.Watch(a);
        tape.Watch(b);
        AllocationAssert.Zero(() =>
        {
            Tape? previous = tape.Enter();
            try
            {
                model.Execute(inputs, outputs, training: true);
                tape.Backward(Tape.Run(sum, outputs[0]));
            }
            finally
            {
                Tape.Restore(previous);
            }

            tape.EndStep();
        });
    }

    [Fact]
    public void Shapes_broadcast_and_lengths_that_are_not_known_fit()
    {
        Input image = new([4, 4, 3]), scale = new([3]), any = new([Shape.Any, 3]);
        Assert.Equal([Shape.Any, 4, 4, 3], (image * new Input([1, 1, 3])).Shape);
        Assert.Equal([Shape.Any, 3], (scale + 1f).Shape);
        Assert.Equal([Shape.Any, 5, 3], (any + new Input([5, 3])).Shape);
        Assert.Equal([Shape.Any, Shape.Any, 3], (any + new Input([1, 3])).Shape);
        Assert.Equal([Shape.Any, 4, 3], (-new Input([4, 3])).Shape);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_named()
    {
        Input x = new([3]), y = new([4]);
        string message = ShapeError.Of(() => x + y);
        Assert.StartsWith("Add 'add", message, StringComparison.Ordinal);
        Assert.Contains("(None, 3) and (None, 4) do not broadcast: axis 1 is 3 against 4", message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_config_is_that_of_an_operation_of_Keras()
    {
        var input = new Input([2], name: "x");
        var model = new Model(input, 2f - input, "m");
        JsonObject subtract = model.ToConfig()["config"]!["layers"]![1]!.AsObject();
        string name = model.Layers[1].Name;
        Assert.Equal("keras.src.ops.numpy", (string?)subtract["module"]);
        Assert.Equal("Subtract", (string?)subtract["class_name"]);
        Assert.Equal("Subtract", (string?)subtract["registered_name"]);
        Assert.Equal($$"""{"name":"{{name}}"}""", subtract["config"]!.ToJsonString());
        Assert.Equal(["module", "class_name", "config", "registered_name", "name", "inbound_nodes"], subtract.Select(entry => entry.Key));
        JsonArray args = subtract["inbound_nodes"]![0]!["args"]!.AsArray();
        Assert.Equal("2", args[0]!.ToJsonString());
        Assert.Equal("""["x",0,0]""", args[1]!["config"]!["keras_history"]!.ToJsonString());
    }

    [Fact]
    public void A_layer_and_an_operator_of_one_name_are_told_apart()
    {
        Input x = new([2]), y = new([2]);
        var model = new Model([x, y], new DeepSharp.Layers.Add("layer").Apply(x, y) + y);
        Model copy = model.CloneModel();
        Assert.Equal(["InputLayer", "InputLayer", "Add", "Add"], copy.Layers.Select(layer => layer.ClassName));
        Assert.Equal([true, false], copy.Layers.Skip(2).Select(layer => layer is DeepSharp.Layers.Add));
    }

    [Theory]
    [InlineData("""[2, 3]""")]
    [InlineData("""["two"]""")]
    [InlineData("""[{}]""")]
    [InlineData("""[{}, {}, {}]""")]
    [InlineData("""[[{}, {}]]""")]
    [InlineData("""[{}, null]""")]
    public void Operands_that_are_none_are_refused(string args)
    {
        var input = new Input([2], name: "x");
        JsonNode config = JsonNode.Parse(new Model(input, input * input, "m").ToConfig().ToJsonString())!;
        config["config"]!["layers"]![1]!["inbound_nodes"]![0]!["args"] = JsonNode.Parse(args);
        Assert.Contains("Multiply", Assert.Throws<FormatException>(() => Model.FromConfig(config)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_operation_that_does_not_exist_here_lists_those_that_do()
    {
        var input = new Input([2], name: "x");
        JsonNode config = JsonNode.Parse(new Model(input, input * input, "m").ToConfig().ToJsonString())!;
        config["config"]!["layers"]![1]!["class_name"] = "Cross";
        Assert.StartsWith(
            "Unknown operation 'Cross'. Known: Add, All, Any, Concatenate, Divide, ExpandDims, ",
            Assert.Throws<ArgumentException>(() => Model.FromConfig(config)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_no_operand()
    {
        var x = new Input([2]);
        Assert.Throws<ArgumentNullException>(() => x + null!);
        Assert.Throws<ArgumentNullException>(() => (SymbolicTensor)null! * 2f);
        Assert.Throws<ArgumentNullException>(() => -(SymbolicTensor)null!);
    }

    private static Tensor Values(int seed, float minimum, float maximum) =>
        Tensor.From(TestData.Uniform(12, seed, minimum, maximum), [4, 3]);
}
