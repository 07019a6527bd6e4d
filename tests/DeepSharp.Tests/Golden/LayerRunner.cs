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
        Tensor want = Assert.Single(golden.Tensors("outputs"));
        JsonObject[] weights = [.. golden.List("weights").Select(weight => weight!.AsObject())];
        bool training = (bool?)golden.Object("call")["training"] ?? false;

        layer.Build(x.Shape);
        Assert.Equal(weights.Select(weight => (string)weight["name"]!), layer.Weights.Select(weight => weight.Name));
        Assert.Equal(weights.Select(weight => (bool)weight["trainable"]!), layer.Weights.Select(weight => weight.Trainable));
        Assert.Equal(want.Shape, layer.ComputeOutputShape(x.Shape));
        layer.SetWeights([.. weights.Select(weight => golden.Tensor(weight["value"]!))]);
        for (int call = 1; call < (int)golden["calls"]!; call++) layer.Apply(x, training);

        Tensor cotangent = Assert.Single(golden.Tensors("cotangents"));
        (Tensor output, Tensor?[] gradients) = Differentiation.Run(input => layer.Apply(input, training), cotangent, x, [.. layer.Weights]);

        Tolerance.Output.Check("output", want, output);
        for (int i = 0; i < weights.Length; i++)
        {
            Tensor after = golden.Tensor(weights[i]["after"] ?? weights[i]["value"]!);
            Tolerance.Output.Check($"{layer.Weights[i].Name} after the calls", after, layer.Weights[i].Value);
        }

        Tolerance.Output.Check("output without a tape", want, layer.Apply(x, training));
        Tolerance.Gradient.Check("input gradient", Assert.Single(golden.Tensors("input_grads")), gradients[0]);
        for (int i = 0; i < weights.Length; i++)
        {
            if (weights[i]["grad"] is not { } gradient) continue;
            Tolerance.Gradient.Check($"gradient of {layer.Weights[i].Name}", golden.Tensor(gradient), gradients[i + 1]);
        }
    }
}
