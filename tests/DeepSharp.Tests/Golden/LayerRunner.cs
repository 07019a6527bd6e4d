using System.Text.Json.Nodes;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Golden;

/// <summary>
/// Runs one golden case of a layer: weights, output shape, output, the gradients of every input and weight, and the weights that the
/// calls change, such as moving statistics.
/// </summary>
internal static class LayerRunner
{
    public static void Check(GoldenCase golden)
    {
        Check(golden, Layer.Create(golden.Text("class"), NestedLayers.AsConfigs(golden.Object("args"))));

        // Keras's complete config, in which nothing is left to defaults, must mean the same layer.
        Layer complete = Layer.Create(golden.Text("class"), golden.Object("config"));
        Check(golden, complete);
        ConfigComparison.CheckAll(golden.Object("config"), complete.ToConfig()["config"]!.AsObject());
        golden.AssertEverythingRead();
    }

    private static void Check(GoldenCase golden, Layer layer)
    {
        Tensor[] inputs = golden["initial_state"] is null
            ? golden.Tensors("inputs") : [.. golden.Tensors("inputs"), .. golden.Tensors("initial_state")];
        Shape[] shapes = [.. inputs.Select(input => input.Shape)];
        if (golden["call_tensors"]?["mask"] is { } mask) Assert.Single(inputs).Mask = golden.Tensor(mask);
        GoldenMasks.PutOn(inputs, golden);
        Tensor[] want = golden.Tensors("outputs");
        JsonObject[] weights = [.. golden.List("weights").Select(weight => weight!.AsObject())];
        bool training = (bool?)golden.Object("call")["training"] ?? false;

        layer.Build(shapes);
        NestedLayers.AssertNames([.. weights.Select(weight => (string)weight["name"]!)], layer);
        Assert.Equal(weights.Select(weight => (bool)weight["trainable"]!), layer.Weights.Select(weight => weight.Trainable));
        Assert.Equal(want.Select(output => output.Shape), layer.ComputeOutputShapes(shapes));
        layer.SetWeights([.. weights.Select(weight => golden.Tensor(weight["value"]!))]);
        for (int call = 1; call < (int)golden["calls"]!; call++) layer.ApplyAll(inputs, training);

        (Tensor[] outputs, Tensor?[] gradients) = Differentiation.Run(
            () => layer.ApplyAll(inputs, training), golden.Tensors("cotangents"), inputs, [.. layer.Weights]);

        for (int i = 0; i < weights.Length; i++)
        {
            Tensor after = golden.Tensor(weights[i]["after"] ?? weights[i]["value"]!);
            Tolerance.Output.Check($"{layer.Weights[i].Name} after the calls", after, layer.Weights[i].Value);
        }

        GoldenMasks.Check(golden, outputs);
        GoldenLosses.Check(golden, layer, inputs, training);
        if (layer is StepwiseLayer { Stateful: true } stateful) Rewind(stateful.ResetStates, layer, golden, inputs, training);
        if (layer is Bidirectional { Stateful: true } both) Rewind(both.ResetStates, layer, golden, inputs, training);
        // A call in training changes the kernel itself.
        if (layer is SpectralNormalization) layer.SetWeights([.. weights.Select(weight => golden.Tensor(weight["value"]!))]);
        Tensor[] withoutTape = layer.ApplyAll(inputs, training);
        Assert.Equal(want.Length, outputs.Length);
        for (int i = 0; i < want.Length; i++)
        {
            Tolerance.Output.Check($"output {i}", want[i], outputs[i]);
            Tolerance.Output.Check($"output {i} without a tape", want[i], withoutTape[i]);
        }

        // Whole numbers have no gradient.
        JsonNode?[] inputGradients = [.. golden.List("input_grads"), .. golden["initial_state_grads"]?.AsArray() ?? []];
        Assert.Equal(inputs.Length, inputGradients.Length);
        for (int i = 0; i < inputs.Length; i++)
        {
            if (inputGradients[i] is not { } wanted) Assert.Null(gradients[i]);
            else Tolerance.Gradient.Check($"gradient of input {i}", golden.Tensor(wanted), gradients[i]);
        }

        for (int i = 0; i < weights.Length; i++)
        {
            if (weights[i]["grad"] is not { } gradient) continue;
            Tolerance.Gradient.Check($"gradient of {layer.Weights[i].Name}", golden.Tensor(gradient), gradients[inputs.Length + i]);
        }
    }

    // To the call of the case, which the check of the gradients was.
    private static void Rewind(Action reset, Layer layer, GoldenCase golden, Tensor[] inputs, bool training)
    {
        reset();
        for (int call = 1; call < (int)golden["calls"]!; call++) layer.ApplyAll(inputs, training);
    }
}
