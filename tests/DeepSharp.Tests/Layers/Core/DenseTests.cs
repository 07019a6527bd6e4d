using System.Text.Json.Nodes;
using DeepSharp.Layers;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Layers.Core;

public class DenseTests
{
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new Dense(4, name: "d"), input: [3, 5], output: [3, 4], weights: 2,
        (x, w) => LayerReference.Linear(x, w[0], w[1], inner: 5, columns: 4));

    [Fact]
    public void Holds_it_with_relu_fused() => LayerTester.Check(
        () => new Dense(19, activation: "relu", name: "d"), input: [6, 7], output: [6, 19], weights: 2,
        (x, w) => LayerReference.Map(LayerReference.Linear(x, w[0], w[1], inner: 7, columns: 19), y => Math.Max(0, y)));

    [Fact]
    public void Holds_it_without_bias_on_more_axes() => LayerTester.Check(
        () => new Dense(3, useBias: false, name: "d"), input: [2, 3, 2, 5], output: [2, 3, 2, 3], weights: 1,
        (x, w) => LayerReference.Linear(x, w[0], null, inner: 5, columns: 3));

    [Fact]
    public void Multiplies_and_adds_the_bias()
    {
        var layer = new Dense(2);
        layer.Build([Shape.Any, 3]);
        layer.SetWeights([Tensor.From([1, 2, 3, 4, 5, 6], [3, 2]), Tensor.From([10, -100])]);

        Tensor y = layer.Apply(Tensor.From([1, 0, 2, 0, 1, 0], [2, 3]));

        // Row 0: 1·1 + 2·5 + 10 and 1·2 + 2·6 - 100; row 1: 3 + 10 and 4 - 100.
        Assert.Equal([21, -86, 13, -96], y.ToArray());
    }

    [Fact]
    public void Fused_relu_equals_relu_after_it_bit_for_bit()
    {
        Layer fused = LayerTester.Build(() => new Dense(33, activation: "relu"), [9, 21]);
        Layer plain = LayerTester.Build(() => new Dense(33), [9, 21]);
        FusionCheck.Run(fused, plain, LayerTester.RandomInput([9, 21]));
    }

    [Fact]
    public void Weights_have_the_names_and_shapes_of_Keras()
    {
        var layer = new Dense(4, name: "head");
        Assert.Null(layer.Kernel);
        layer.Build([Shape.Any, 5]);

        Assert.Equal(["head/kernel (5, 4)", "head/bias (4,)"], layer.Weights.Select(weight => weight.ToString()));
        Assert.Same(layer.Kernel, layer.Weights[0]);
        Assert.Same(layer.Bias, layer.Weights[1]);
        Assert.Equal(24, layer.CountParameters());
    }

    [Fact]
    public void Frozen_weights_get_no_gradient()
    {
        Layer layer = LayerTester.Build(() => new Dense(4), [3, 5]);
        layer.Trainable = false;
        Tensor x = LayerTester.RandomInput([3, 5]);
        var tape = new GradientTape();
        tape.Watch(x);
        Tensor y = tape.Record(() => layer.Apply(x));
        Tensor?[] gradients = tape.Gradient(y, x, layer.Weights[0].Value, layer.Weights[1].Value);

        Assert.NotNull(gradients[0]);
        Assert.Null(gradients[1]);
        Assert.Null(gradients[2]);
    }

    [Fact]
    public void A_layer_used_twice_adds_up_its_gradients()
    {
        Layer layer = LayerTester.Build(() => new Dense(4), [3, 4]);
        Tensor x = LayerTester.RandomInput([3, 4]);
        GradientCheck.Run(
            () => layer.Apply(layer.Apply(x)),
            [x, layer.Weights[0].Value, layer.Weights[1].Value],
            at => LayerReference.Linear(LayerReference.Linear(at[0], at[1], at[2], 4, 4), at[1], at[2], 4, 4));
    }

    [Fact]
    public void Options_are_readable()
    {
        var layer = new Dense(
            4, activation: "relu", useBias: false, kernelInitializer: "zeros", biasInitializer: "zeros", name: "d", inputShape: [7]);

        Assert.Equal(4, layer.Units);
        Assert.Equal("relu", layer.Activation.Name);
        Assert.False(layer.UseBias);
        Assert.Equal(Initializer.Zeros, layer.KernelInitializer);
        Assert.Equal(Initializer.Zeros, layer.BiasInitializer);
        Assert.Equal("d", layer.Name);
        Assert.Equal([7], layer.InputShape!.Value);
    }

    [Fact]
    public void Config_has_the_keys_of_Keras()
    {
        JsonNode config = new Dense(4, activation: "relu", kernelInitializer: "zeros", name: "d").ToConfig()["config"]!;

        Assert.Equal(
            [
                "name", "trainable", "dtype", "units", "activation", "use_bias", "kernel_initializer", "bias_initializer",
                "kernel_regularizer", "bias_regularizer", "kernel_constraint", "bias_constraint", "quantization_config",
            ],
            config.AsObject().Select(entry => entry.Key));
        Assert.Equal("relu", (string?)config["activation"]);
    }

    [Fact]
    public void A_config_needs_only_the_units()
    {
        var layer = (Dense)Layer.Create("Dense", new JsonObject { ["units"] = 3 });

        Assert.Equal(3, layer.Units);
        Assert.True(layer.UseBias);
        Assert.Equal(Activation.Linear, layer.Activation);
    }

    [Theory]
    [InlineData("lora_rank", "4")]
    [InlineData("quantization_config", "{}")]
    public void Options_that_are_not_there_are_refused_by_name(string key, string value)
    {
        var config = new JsonObject { ["units"] = 3, [key] = JsonNode.Parse(value) };
        var exception = Assert.Throws<NotSupportedException>(() => Layer.Create("Dense", config));
        Assert.StartsWith($"Dense: the option '{key}' is not supported", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Units_below_1_are_refused()
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => new Dense(0, name: "d"));
        Assert.StartsWith("Dense 'd': expected units of 1 or more but got 0.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_number_of_features_than_built_for_is_an_error_that_names_both()
    {
        var layer = new Dense(4, name: "dense");
        layer.Build([Shape.Any, 784]);

        var exception = Assert.Throws<ShapeException>(() => layer.Apply(Tensor.Zeros([32, 100])));
        Assert.Equal("Dense 'dense': was built for 784 input features, but got an input of shape (32, 100).", exception.Message);
    }

    [Fact]
    public void A_vector_is_refused_with_advice()
    {
        var exception = Assert.Throws<ShapeException>(() => new Dense(4, name: "d").Apply(Tensor.Zeros([8])));
        Assert.Equal(
            "Dense 'd': expected an input of rank 2 or more (batch, ..., features) but got (8,). " +
            "Add an axis, e.g. x.Reshape([8, 1]) or x.Reshape([1, 8]).",
            exception.Message);
    }

    [Fact]
    public void One_number_is_given_one_advice()
    {
        var exception = Assert.Throws<ShapeException>(() => new Dense(4, name: "d").Apply(Tensor.Zeros([1])));
        Assert.EndsWith("but got (1,). Add an axis, e.g. x.Reshape([1, 1]).", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_features_cannot_be_built()
    {
        var exception = Assert.Throws<ShapeException>(() => new Dense(4, name: "d").Build([Shape.Any, Shape.Any]));
        Assert.StartsWith(
            "Dense 'd': expected an input whose last axis has a known length but got (None, None).",
            exception.Message, StringComparison.Ordinal);
    }
}
