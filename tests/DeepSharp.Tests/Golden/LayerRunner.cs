using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Golden;

/// <summary>
/// Runs one golden case of a layer: weights, output shape, output, the gradients of the input and of every weight, and the weights that the
/// calls change, such as moving statistics.
/// </summary>
internal static class LayerRunner
{
    public static void Check(GoldenCase golden)
    {
        Check(golden, Layer.Create(golden.Text("class"), golden.Object("args")));

        // Keras's complete config, in which nothing is left to defaults, must mean the same layer.
        Layer complete = Layer.Create(golden.Text("class"), golden.Object("config"));
        Check(golden, complete);
        ConfigComparison.CheckAll(golden.Object("config"), complete.ToConfig()["config"]!.AsObject());
        golden.AssertEverythingRead();
    }

    private static void Check(GoldenCase golden, Layer layer)
    {
        Tensor x = Assert.Single(golden.Tensors("inputs"));
        if (golden["call_tensors"]?["mask"] is { } mask) x.Mask = golden.Tensor(mask);
        Tensor[] want = golden.Tensors("outputs");
        JsonObject[] weights = [.. golden.List("weights").Select(weight => weight!.AsObject())];
        bool training = (bool?)golden.Object("call")["training"] ?? false;

        layer.Build(x.Shape);
        Assert.Equal(weights.Select(weight => (string)weight["name"]!), layer.Weights.Select(weight => weight.Name));
        Assert.Equal(weights.Select(weight => (bool)weight["trainable"]!), layer.Weights.Select(weight => weight.Trainable));
        Assert.Equal(want.Select(output => output.Shape), layer.ComputeOutputShapes([x.Shape]));
        layer.SetWeights([.. weights.Select(weight => golden.Tensor(weight["value"]!))]);
        for (int call = 1; call < (int)golden["calls"]!; call++) layer.Apply(x, training);

        (Tensor[] outputs, Tensor?[] gradients) = Differentiation.Run(
            input => layer.ApplyAll([input], training), golden.Tensors("cotangents"), x, [.. layer.Weights]);

        for (int i = 0; i < weights.Length; i++)
        {
            Tensor after = golden.Tensor(weights[i]["after"] ?? weights[i]["value"]!);
            Tolerance.Output.Check($"{layer.Weights[i].Name} after the calls", after, layer.Weights[i].Value);
        }

        Tensor[] withoutTape = layer.ApplyAll([x], training);
        Assert.Equal(want.Length, outputs.Length);
        for (int i = 0; i < want.Length; i++)
        {
            Tolerance.Output.Check($"output {i}", want[i], outputs[i]);
            Tolerance.Output.Check($"output {i} without a tape", want[i], withoutTape[i]);
        }

        // Whole numbers have no gradient.
        JsonNode? inputGradient = Assert.Single(golden.List("input_grads"));
        if (inputGradient is null) Assert.Null(gradients[0]);
        else Tolerance.Gradient.Check("input gradient", golden.Tensor(inputGradient), gradients[0]);
        for (int i = 0; i < weights.Length; i++)
        {
            if (weights[i]["grad"] is not { } gradient) continue;
            Tolerance.Gradient.Check($"gradient of {layer.Weights[i].Name}", golden.Tensor(gradient), gradients[i + 1]);
        }
    }
}
