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
        GoldenMasks.PutOn(inputs, golden);
        CallArguments<Tensor> call = Call(golden, inputs);
        Tensor[] want = golden.Tensors("outputs");
        JsonObject[] weights = [.. golden.List("weights").Select(weight => weight!.AsObject())];

        layer.Build(shapes);
        NestedLayers.AssertNames([.. weights.Select(weight => (string)weight["name"]!)], layer);
        Assert.Equal(weights.Select(weight => (bool)weight["trainable"]!), layer.Weights.Select(weight => weight.Trainable));
        if (golden.Object("call").Count == 0) Assert.Equal(want.Select(output => output.Shape), layer.ComputeOutputShapes(shapes));
        layer.SetWeights([.. weights.Select(weight => golden.Tensor(weight["value"]!))]);
        for (int i = 1; i < (int)golden["calls"]!; i++) layer.ApplyAll(call);

        // Of random layers, whose range is one value, there are outputs alone.
        bool hasGradients = golden["cotangents"] is not null;
        (Tensor[] outputs, Tensor?[] gradients) = !hasGradients ? (layer.ApplyAll(call), []) : Differentiation.Run(
            () => layer.ApplyAll(call), golden.Tensors("cotangents"), inputs, [.. layer.Weights]);

        for (int i = 0; i < weights.Length; i++)
        {
            Tensor after = golden.Tensor(weights[i]["after"] ?? weights[i]["value"]!);
            Tolerance.Output.Check($"{layer.Weights[i].Name} after the calls", after, layer.Weights[i].Value);
        }

        GoldenMasks.Check(golden, outputs);
        GoldenLosses.Check(golden, layer, inputs, call);
        if (layer is StepwiseLayer { Stateful: true } stateful) Rewind(stateful.ResetStates, layer, golden, call);
        if (layer is Bidirectional { Stateful: true } both) Rewind(both.ResetStates, layer, golden, call);
        // A call in training changes the kernel itself.
        if (layer is SpectralNormalization) layer.SetWeights([.. weights.Select(weight => golden.Tensor(weight["value"]!))]);
        Tensor[] withoutTape = layer.ApplyAll(call);
        Assert.Equal(want.Length, outputs.Length);
        for (int i = 0; i < want.Length; i++)
        {
            Tolerance.Output.Check($"output {i}", want[i], outputs[i]);
            Tolerance.Output.Check($"output {i} without a tape", want[i], withoutTape[i]);
        }

        if (!hasGradients) return;

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

    // Everything that Keras gives by name: plain values, and tensors such as masks.
    private static CallArguments<Tensor> Call(GoldenCase golden, Tensor[] inputs)
    {
        var call = new CallArguments<Tensor>(inputs);
        foreach ((string name, JsonNode? value) in golden.Object("call")) call.With(name, (bool)value!);
        foreach ((string name, JsonNode? value) in golden["call_tensors"] as JsonObject ?? [])
        {
            Tensor?[] tensors = value is JsonArray list ? [.. list.Select(one => one is null ? null : golden.Tensor(one))] : [golden.Tensor(value!)];
            call.With(name, tensors);
        }

        return call;
    }

    // To the call of the case, which the check of the gradients was.
    private static void Rewind(Action reset, Layer layer, GoldenCase golden, CallArguments<Tensor> arguments)
    {
        reset();
        for (int i = 1; i < (int)golden["calls"]!; i++) layer.ApplyAll(arguments);
    }
}
