using System.Text.Json.Nodes;
using DeepSharp.Layers;
using DeepSharp.Tests.Serialization;

namespace DeepSharp.Tests.Layers;

/// <summary>What every layer takes: its name, whether it is trainable, its type of numbers, a penalty for its output.</summary>
public class LayerOptionTests
{
    [Fact]
    public void Trainable_can_be_set_where_a_layer_is_made()
    {
        var layer = new Dense(3, name: "d") { Trainable = false };
        layer.Build([Shape.Any, 2]);
        Assert.Empty(layer.TrainableWeights);
        Assert.Equal(2, layer.NonTrainableWeights.Count);

        Layer copy = Layer.FromConfig(layer.ToConfig());
        copy.Build([Shape.Any, 2]);
        Assert.Equal(("d", false, 0), (copy.Name, copy.Trainable, copy.TrainableWeights.Count));
    }

    // The output is 2 for both samples: 0.5·(4 + 4) by 2 samples.
    [Fact]
    public void Any_layer_can_have_a_penalty_for_its_output()
    {
        var layer = new ReLU(name: "r") { ActivityRegularizer = Regularizer.L2(0.5f) };
        Assert.Equal(Regularizer.L2(0.5f), Layer.FromConfig(layer.ToConfig()).ActivityRegularizer);

        var model = new Sequential([layer], "m", new Input([1]));
        model.Compile("sgd", "mse");
        Assert.Equal(2.0, model.TestOnBatch(Tensor.Full([2, 1], 2f), Tensor.Full([2, 1], 2f))["loss"], 1e-6);
    }

    [Fact]
    public void Layers_with_several_inputs_or_outputs_have_it_for_each_output()
    {
        Tensor x = Tensor.From([1, -2], [2, 1]), y = Tensor.From([3, 3], [2, 1]);
        var sum = new Add { ActivityRegularizer = Regularizer.L1(1f) };
        var states = new Doubling { ActivityRegularizer = Regularizer.L1(1f) };
        new GradientTape().Record(() =>
        {
            sum.Apply([x, y]);
            states.ApplyAll([x]);
            Assert.Equal([(4f + 1) / 2], sum.Losses.Select(loss => loss.Item()));
            Assert.Equal([(1f + 2) / 2, (2f + 4) / 2], states.Losses.Select(loss => loss.Item()));
            return x;
        });
    }

    [Fact]
    public void A_missing_input_is_named()
    {
        const string Message = "Add 'a': expected a tensor for each of its 2 inputs but got null for input 1.";
        var layer = new Add(name: "a");
        Assert.StartsWith(
            Message, Assert.Throws<ArgumentNullException>(() => layer.Apply([Tensor.Ones([2, 1]), null!])).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            Message, Assert.Throws<ArgumentNullException>(() => layer.Apply([new Input([1]), null!])).Message, StringComparison.Ordinal);
    }

    // What is computed together with a convolution counts all the same.
    [Fact]
    public void The_outputs_of_layers_that_are_fused_are_penalized()
    {
        Tensor x = Tensor.From(TestData.Uniform(2 * 6 * 6 * 2, seed: 1), [2, 6, 6, 2]), y = Tensor.Zeros([2, 2, 2, 3]);
        Layer[] Stack(Regularizer? relu, Regularizer? pool) =>
        [
            new Conv2D(3, 3, kernelInitializer: Initializer.HeNormal(1), name: "c"), new ReLU(name: "r") { ActivityRegularizer = relu },
            new MaxPooling2D(name: "p") { ActivityRegularizer = pool },
        ];
        double Loss(Regularizer? relu, Regularizer? pool)
        {
            var model = new Sequential(Stack(relu, pool), "m", new Input([6, 6, 2]));
            model.Compile("sgd", "mse");
            return model.TestOnBatch(x, y)["loss"];
        }

        double Sum(int layers)
        {
            Tensor at = x;
            foreach (Layer layer in Stack(null, null).Take(layers)) at = layer.Apply(at);
            return at.ToArray().Sum(value => (double)Math.Abs(value));
        }

        double plain = Loss(null, null);
        Assert.Equal(plain + 0.1 / 2 * Sum(2), Loss(Regularizer.L1(0.1f), null), 1e-4);
        Assert.Equal(plain + 0.1 / 2 * Sum(3), Loss(null, Regularizer.L1(0.1f)), 1e-4);
    }

    [Theory]
    [InlineData("\"float16\"")]
    [InlineData("""{"module": "keras", "class_name": "DTypePolicy", "config": {"name": "mixed_bfloat16"}, "registered_name": null}""")]
    public void Another_type_of_numbers_is_refused_for_every_layer(string dtype)
    {
        ModelFile.Register("Tests>Scale", config => new Scale((float)config["factor"]!));
        foreach (Layer layer in (Layer[])[new ReLU(), new Scale(2)])
        {
            JsonObject config = layer.ToConfig();
            Assert.Equal(layer.Name, Layer.FromConfig(config).Name);
            config["config"]!["dtype"] = JsonNode.Parse(dtype);
            var exception = Assert.Throws<NotSupportedException>(() => Layer.FromConfig(config));
            Assert.StartsWith(
                $"{layer.ClassName}: expected the dtype 'float32', the only one supported", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_layer_of_a_program_comes_back_with_all_that_layers_have()
    {
        ModelFile.Register("Tests>Scale", config => new Scale((float)config["factor"]!));
        var layer = new Scale(3, "s") { Trainable = false, ActivityRegularizer = "l1" };
        var copy = (Scale)Layer.FromConfig(JsonNode.Parse(layer.ToConfig().ToJsonString())!);
        Assert.Equal((3f, "s", false), (copy.Factor, copy.Name, copy.Trainable));
        Assert.Equal(Regularizer.L1(), copy.ActivityRegularizer);
    }

    [Fact]
    public void A_layer_of_a_program_can_have_weights_with_constraints()
    {
        var layer = new Positive();
        layer.Build([Shape.Any, 2]);
        new SGD(1f).Apply(layer.Weights, [Tensor.From([2f, 0f])]);
        Assert.Equal([0f, 1f], layer.Weights[0].Value.ToArray());
    }

    private sealed class Doubling : Layer
    {
        public override Shape ComputeOutputShape(Shape input) => input;

        public override Shape[] ComputeOutputShapes(ReadOnlySpan<Shape> inputs) => [inputs[0], inputs[0]];

        protected override Tensor Call(Tensor input, bool training) => input;

        protected override void Call(ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs, bool training) =>
            (outputs[0], outputs[1]) = (1f * inputs[0], 2f * inputs[0]);
    }

    private sealed class Positive : Layer
    {
        private Variable? _gain;

        public override Shape ComputeOutputShape(Shape input) => input;

        protected override void OnBuild(Shape input) => _gain = AddWeight("gain", [input[^1]], Initializer.Ones, constraint: "non_neg");

        protected override Tensor Call(Tensor input, bool training) => input * _gain!.Value;
    }
}
