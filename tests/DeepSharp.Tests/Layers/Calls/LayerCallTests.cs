using System.Text.Json.Nodes;
using DeepSharp.Layers;
using DeepSharp.Tests.Serialization;

namespace DeepSharp.Tests.Layers;

/// <summary>A call with tensors by name, masks, and plain values: computed at once, in models, in configs, at no cost a step.</summary>
public class LayerCallTests
{
    private static readonly Tensor s_query = Random([2, 3, 4], 1), s_value = Random([2, 5, 4], 2), s_key = Random([2, 5, 4], 3);
    private static readonly Tensor s_mask = Tensor.From([1, 1, 0, 1, 0, 0], [2, 3]), s_valueMask = Tensor.From([1, 1, 1, 0, 0, 1, 0, 0, 0, 0], [2, 5]);

    public LayerCallTests() => ModelFile.Register(Attending.Registered, _ => new Attending());

    [Fact]
    public void Tensors_in_order_go_to_the_arguments_in_order()
    {
        var layer = new Attending();
        Tensor byOrder = layer.Apply([s_query, s_value, s_key]);
        Tensor byName = layer.Apply(new CallArguments<Tensor>(s_query, s_value).With("key", s_key));
        Tensor allByName = layer.Apply(new CallArguments<Tensor>().With("key", s_key).With("value", s_value).With("query", s_query));
        Assert.Equal(byOrder.ToArray(), byName.ToArray());
        Assert.Equal(byOrder.ToArray(), allByName.ToArray());
        Assert.NotEqual(byOrder.ToArray(), layer.Apply([s_query, s_value]).ToArray());
    }

    [Fact]
    public void Null_is_a_tensor_that_is_not_given()
    {
        var layer = new Attending();
        Tensor? none = null;
        Tensor output = layer.Apply(new CallArguments<Tensor>(s_query, s_value).With("key", none).With("query_mask", none));
        Assert.Equal(layer.Apply([s_query, s_value]).ToArray(), output.ToArray());
        ArgumentException exception = Assert.Throws<ArgumentException>(
            () => layer.Apply(new CallArguments<Tensor>(s_query).With("value", none)));
        Assert.Contains("'value' takes one tensor, not null", exception.Message);
    }

    // As many as there are steps.
    [Fact]
    public void The_number_of_outputs_may_depend_on_the_shape()
    {
        var layer = new Unstacking();
        Assert.Equal([3, 5, 3], ((int[])[3, 5, 3]).Select(steps => layer.ApplyAll([Tensor.Zeros([2, steps, 4])]).Length));
        Assert.Throws<ArgumentException>(() => layer.Apply([Tensor.Zeros([2, 3, 4])]));
        Assert.Equal([7, 4], layer.Apply([Tensor.Zeros([7, 1, 4])]).Shape);
    }

    // The trial of one sample, too: what the plain values are counts beside the shapes.
    [Fact]
    public void Shapes_that_are_tried_out_are_those_of_the_call()
    {
        var layer = new Cutting();
        SymbolicTensor input = new Input([6]);
        Assert.Equal(6, layer.Apply(input).Shape[1]);
        Assert.Equal(2, layer.Apply(new CallArguments<SymbolicTensor>(input).With("width", 2)).Shape[1]);
        Assert.Equal(3, layer.Apply(new CallArguments<SymbolicTensor>(input).With("width", 3)).Shape[1]);
    }

    [Fact]
    public void A_tensor_may_be_left_out_before_another()
    {
        var layer = new Attending();
        Tensor attention = Tensor.Full([2, 3, 5], 2f);
        Tensor twice = layer.Apply(new CallArguments<Tensor>(s_query, s_value).With("attention_mask", attention));
        Assert.Equal((layer.Apply([s_query, s_value]) * 2f).ToArray(), twice.ToArray());
    }

    [Fact]
    public void Plain_values_decide_what_comes_out()
    {
        var layer = new Attending();
        Tensor[] outputs = layer.ApplyAll(new CallArguments<Tensor>(s_query, s_value).With("return_attention_scores", true));
        Assert.Equal([[2, 3, 4], [2, 3, 5]], outputs.Select(output => output.Shape.ToArray()));
        Tensor half = layer.Apply(new CallArguments<Tensor>(s_query, s_value).With("use_causal_mask", true));
        Assert.Equal((outputs[0] * 0.5f).ToArray(), half.ToArray());
        Assert.Single(layer.ApplyAll(new CallArguments<Tensor>(s_query, s_value).With("return_attention_scores", false)));
    }

    [Fact]
    public void Each_input_has_a_mask_and_each_output_gets_one()
    {
        var layer = new Attending();
        Tensor[] outputs = layer.ApplyAll(new CallArguments<Tensor>(s_query.WithMask(s_mask), s_value)
            .With("value_mask", s_valueMask).With("return_attention_scores", true));
        Assert.Same(s_valueMask, layer.SeenValueMask);
        Assert.All(outputs, output => Assert.Same(s_mask, output.Mask));

        Tensor other = Tensor.Ones([2, 3]);
        Assert.Same(other, layer.Apply(new CallArguments<Tensor>(s_query.WithMask(s_mask), s_value).With("query_mask", other)).Mask);
        Assert.Same(s_mask, layer.Apply(new CallArguments<Tensor>(s_query.WithMask(s_mask), s_value).With("query_mask", [null])).Mask);
    }

    [Theory]
    [InlineData("key")]
    [InlineData("attention_mask")]
    [InlineData("value_mask")]
    [InlineData("use_causal_mask")]
    [InlineData("training")]
    public void The_literal_null_is_as_if_it_were_not_given(string argument)
    {
        var layer = new Attending();
        Tensor plain = layer.Apply([s_query, s_value]);
        Assert.Equal(plain.ToArray(), layer.Apply(new CallArguments<Tensor>(s_query, s_value).With(argument, null)).ToArray());
        Input query = new([3, 4]), value = new([5, 4]);
        Assert.Equal([Shape.Any, 3, 4], layer.Apply(new CallArguments<SymbolicTensor>(query, value).With(argument, null)).Shape);
        Assert.Throws<ArgumentException>(() => layer.Apply(new CallArguments<Tensor>(s_query).With("value", null)));
    }

    [Fact]
    public void A_text_that_is_null_says_what_it_is()
    {
        string? text = null;
        var exception = Assert.Throws<ArgumentNullException>(() => new CallArguments<Tensor>(s_query).With("use_causal_mask", text!));
        Assert.StartsWith("CallOption: expected a text but got null.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_is_told()
    {
        var layer = new Attending();
        layer.Apply(new CallArguments<Tensor>(s_query, s_value).With("training", true));
        Assert.True(layer.SeenTraining);
        layer.Apply([s_query, s_value]);
        layer.Apply(new CallArguments<Tensor>(s_query, s_value) { Training = true });
        Assert.True(layer.SeenTraining);
        layer.Apply(new CallArguments<Tensor>(s_query, s_value));
        Assert.False(layer.SeenTraining);
    }

    [Fact]
    public void A_model_computes_it_as_it_was_described()
    {
        Model model = Graph(out Attending layer);
        Tensor[] outputs = model.ApplyAll([s_query, s_value, s_key, s_mask, s_valueMask]);
        Tensor[] want = layer.ApplyAll(Eager(layer));
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(want[i].ToArray(), outputs[i].ToArray());
            Assert.Equal(s_mask.ToArray(), outputs[i].Mask!.ToArray());
        }

        Assert.Equal(s_valueMask.ToArray(), layer.SeenValueMask!.ToArray());
    }

    [Fact]
    public void Nested_models_and_files_keep_all_of_it()
    {
        Model inner = Graph(out Attending _);
        Input[] inputs = [.. inner.Inputs.Select((input, i) => new Input(input.Shape[1..], name: $"outer{i}"))];
        SymbolicTensor[] outputs = inner.ApplyAll(inputs);
        var model = new Model(inputs, outputs, "outer");
        Tensor[] data = [s_query, s_value, s_key, s_mask, s_valueMask];

        Model copy = Model.FromConfig(model.ToConfig());
        copy.SetWeights(model.GetWeights());
        Model loaded = SavedModel.Load(SavedModel.Bytes(model));
        Tensor[] want = inner.ApplyAll(data);
        foreach (Model each in (Model[])[model, copy, loaded])
        {
            Tensor[] got = each.ApplyAll(data);
            for (int i = 0; i < 2; i++) TestData.AssertSameBits(want[i].Span, got[i].Span, each.Name);
            Assert.Equal(model.ToConfig().ToJsonString(), each.ToConfig().ToJsonString());
        }
    }

    [Fact]
    public void A_config_has_arguments_as_Keras_writes_them()
    {
        Model model = Graph(out Attending layer);
        JsonNode node = model.ToConfig()["config"]!["layers"]!.AsArray().Single(entry => (string?)entry!["name"] == layer.Name)!
            ["inbound_nodes"]![0]!;
        Assert.Equal(["query", "value"], node["args"]!.AsArray().Select(Name));
        JsonObject byName = node["kwargs"]!.AsObject();
        Assert.Equal(
            ["key", "query_mask", "return_attention_scores", "training", "use_causal_mask", "value_mask"], byName.Select(entry => entry.Key).Order());
        Assert.Equal(("key", "query_mask", "value_mask"), (Name(byName["key"]), Name(byName["query_mask"]), Name(byName["value_mask"])));
        Assert.True((bool)byName["use_causal_mask"]!);
        Assert.False((bool)byName["training"]!);

        static string? Name(JsonNode? tensor) => (string?)tensor!["config"]!["keras_history"]![0];
    }

    [Fact]
    public void Arguments_in_order_of_a_config_may_be_masks_and_plain_values()
    {
        Model model = Graph(out Attending layer);
        JsonObject config = model.ToConfig();
        JsonObject node = config["config"]!["layers"]!.AsArray().Single(entry => (string?)entry!["name"] == layer.Name)!
            ["inbound_nodes"]![0]!.AsObject();
        JsonObject byName = node["kwargs"]!.AsObject();
        JsonArray inOrder = node["args"]!.AsArray();
        foreach (string argument in (string[])["key", "query_mask", "value_mask", "", "return_attention_scores", "training"])
        {
            byName.Remove(argument, out JsonNode? value);
            inOrder.Add(value);
        }

        Model copy = Model.FromConfig(config);
        copy.SetWeights(model.GetWeights());
        Tensor[] data = [s_query, s_value, s_key, s_mask, s_valueMask], want = model.ApplyAll(data), got = copy.ApplyAll(data);
        for (int i = 0; i < 2; i++) TestData.AssertSameBits(want[i].Span, got[i].Span, "from arguments in order");
        Assert.Equal(model.ToConfig().ToJsonString(), copy.ToConfig().ToJsonString());
    }

    [Fact]
    public void Gradients_reach_every_tensor()
    {
        var layer = new Attending();
        layer.ApplyAll(Eager(layer));
        var tape = new GradientTape();
        foreach (Tensor tensor in (Tensor[])[s_query, s_key, s_value]) tape.Watch(tensor);
        Tensor loss = tape.Record(() => layer.ApplyAll(Eager(layer)).Aggregate(Tensor.Scalar(0), (sum, output) => sum + output.Sum()));
        Tensor?[] gradients = tape.Gradient(loss, s_query, s_key, s_value);
        Assert.All(gradients, gradient => Assert.Contains(gradient!.ToArray(), value => value != 0f));
    }

    [Fact]
    public void A_step_of_a_model_allocates_nothing()
    {
        Model model = Graph(out Attending _);
        Tensor[] inputs = [s_query, s_value, s_key, s_mask, s_valueMask];
        var outputs = new Tensor[2];
        var tape = new Tape(new StepMemory(), isRecording: true);
        AllocationAssert.Zero(() =>
        {
            Tape? previous = tape.Enter();
            try
            {
                model.Execute(inputs, outputs, training: true);
                tape.Backward((outputs[0] * outputs[0]).Sum());
            }
            finally
            {
                Tape.Restore(previous);
            }

            tape.EndStep();
        });
    }

    [Theory]
    [InlineData("keys", "Attending 'a': 'keys' is none of its arguments. Did you mean 'key'? Arguments of the call: query, value, key, query_mask, value_mask, ")]
    [InlineData("value", "Attending 'a': 'value' is among the tensors in order already. Arguments of the call: query, ")]
    [InlineData("use_causal_mask", "Attending 'a': 'use_causal_mask' takes no tensors. Arguments of the call: query, ")]
    public void A_wrong_tensor_is_refused_by_name(string argument, string message)
    {
        var call = new CallArguments<Tensor>(s_query, s_value).With(argument, s_key);
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => new Attending("a").Apply(call)).Message);
    }

    [Fact]
    public void What_is_missing_or_doubled_is_refused()
    {
        var layer = new Attending("a");
        Assert.StartsWith(
            "Attending 'a': expected a call with 'value' but it is missing.",
            Assert.Throws<ArgumentException>(() => layer.Apply(new CallArguments<Tensor>(s_query))).Message);
        Assert.StartsWith(
            "CallArguments: expected 'key' once but it was given already.",
            Assert.Throws<ArgumentException>(() => new CallArguments<Tensor>(s_query).With("key", s_key).With("key", s_key)).Message);
        Assert.StartsWith(
            "Attending 'a': 'use_casual_mask' is none of its arguments. Did you mean 'use_causal_mask'? Arguments of the call: query, ",
            Assert.Throws<ArgumentException>(() => layer.Apply(new CallArguments<Tensor>(s_query, s_value).With("use_casual_mask", true)))
                .Message);
        Assert.StartsWith(
            "Attending 'a': expected a mask of shape (2, 3) for an input of shape (2, 3, 4) but got (2, 5).",
            Assert.Throws<ShapeException>(() => layer.Apply(new CallArguments<Tensor>(s_query, s_value).With("query_mask", s_valueMask))).Message);
        Assert.StartsWith(
            "Dense 'd': 'use_causal_mask' is none of its arguments. Arguments of the call: inputs, training.",
            Assert.Throws<ArgumentException>(() => new Dense(2, name: "d").Apply(new CallArguments<Tensor>(s_query).With("use_causal_mask", true)))
                .Message);
    }

    [Fact]
    public void A_signature_is_checked()
    {
        Assert.StartsWith(
            "CallSignature: expected different names but 'x' is there twice.",
            Assert.Throws<ArgumentException>(() => new CallSignature(CallArgument.Tensor("x"), CallArgument.Option("x"))).Message);
        Assert.StartsWith(
            "CallSignature: expected the mask 'mask' to be for one of the tensors but it is for 'y'. Arguments: x, mask.",
            Assert.Throws<ArgumentException>(() => new CallSignature(CallArgument.Tensor("x"), CallArgument.Mask("mask", of: "y"))).Message);
    }

    [Fact]
    public void A_signature_has_a_tensor_and_a_mask_is_for_one()
    {
        Assert.StartsWith(
            "CallSignature: expected an argument that holds tensors, such as CallArgument.Tensor(\"inputs\"), but there is none. Arguments: x.",
            Assert.Throws<ArgumentException>(() => new CallSignature(CallArgument.Option("x"))).Message);
        Assert.Throws<ArgumentNullException>(() => CallArgument.Mask("mask", of: null!));
    }

    [Fact]
    public void A_call_of_a_config_lacks_no_argument()
    {
        Model model = Graph(out Attending layer);
        JsonObject config = model.ToConfig();
        JsonObject node = config["config"]!["layers"]!.AsArray().Single(entry => (string?)entry!["name"] == layer.Name)!
            ["inbound_nodes"]![0]!.AsObject();
        node["args"]!.AsArray().RemoveAt(1);
        Assert.Contains(
            $"expected a call with 'value' for '{layer.Name}'", Assert.Throws<FormatException>(() => Model.FromConfig(config)).Message);
    }

    private static CallArguments<Tensor> Eager(Attending _) =>
        new CallArguments<Tensor>(s_query, s_value) { Training = false }.With("key", s_key).With("query_mask", s_mask)
            .With("value_mask", s_valueMask).With("return_attention_scores", true).With("use_causal_mask", true);

    private static Model Graph(out Attending layer)
    {
        Input query = new([3, 4], name: "query"), value = new([5, 4], name: "value"), key = new([5, 4], name: "key");
        Input mask = new([3], name: "query_mask"), valueMask = new([5], name: "value_mask");
        layer = new Attending();
        SymbolicTensor[] outputs = layer.ApplyAll(new CallArguments<SymbolicTensor>(query, value) { Training = false }
            .With("key", key).With("query_mask", mask).With("value_mask", valueMask)
            .With("return_attention_scores", true).With("use_causal_mask", true));
        return new Model(new[] { query, value, key, mask, valueMask }, outputs, "attention");
    }

    private static Tensor Random(Shape shape, int seed) => Tensor.From(TestData.Uniform(shape.Size, seed), shape);

    private sealed class Unstacking : Layer
    {
        public override Shape[] ComputeOutputShapes(ReadOnlySpan<Shape> inputs)
        {
            Shape input = inputs[0];
            return [.. Enumerable.Repeat<Shape>([input[0], input[2]], input[1])];
        }

        protected override void Call(ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs, bool training)
        {
            foreach (ref Tensor output in outputs) output = Tensor.Zeros([inputs[0].Shape[0], inputs[0].Shape[2]]);
        }
    }

    private sealed class Cutting : Layer
    {
        public override CallSignature Signature { get; } = new(CallArgument.Tensor("inputs"), CallArgument.Option("width"));

        protected override void Call(in CallInputs<Tensor> call, Span<Tensor> outputs) =>
            outputs[0] = Tensor.Zeros([call[0].Shape[0], (int)(call.Option("width")?.Number ?? call[0].Shape[1])]);
    }
}
