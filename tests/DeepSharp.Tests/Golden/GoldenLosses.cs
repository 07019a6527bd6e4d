using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Golden;

/// <summary>What a layer adds to the loss, and the gradients of the sum of it.</summary>
internal static class GoldenLosses
{
    public static void Check(GoldenCase golden, Layer layer, Tensor[] inputs, CallArguments<Tensor> call)
    {
        if (golden["losses"] is null) return;
        Tensor[] want = golden.Tensors("losses"), losses = [];
        var tape = new GradientTape();
        foreach (Tensor input in inputs) tape.Watch(input);
        Tensor sum = tape.Record(() =>
        {
            layer.ApplyAll(call);
            losses = [.. layer.Losses];
            return losses.Aggregate((a, b) => a + b);
        });
        Tensor?[] gradients = tape.Gradient(sum, [.. inputs, .. layer.Weights.Select(weight => weight.Value)]);

        Assert.Equal(want.Length, losses.Length);
        for (int i = 0; i < want.Length; i++) Tolerance.Output.Check($"loss {i}", want[i], losses[i]);
        JsonNode?[] names = [.. golden["loss_grads"]!["inputs"]!.AsArray(), .. golden["loss_grads"]!["weights"]!.AsArray()];
        Assert.Equal(gradients.Length, names.Length);
        for (int i = 0; i < names.Length; i++)
        {
            if (names[i] is { } name) Tolerance.Gradient.Check($"gradient {i} of the losses", golden.Tensor(name), gradients[i]);
        }
    }
}
