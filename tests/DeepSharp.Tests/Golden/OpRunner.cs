using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Golden;

/// <summary>Runs a function of a golden case: its outputs, and the gradients of its inputs.</summary>
internal static class OpRunner
{
    public static void Check(string area, string id, IReadOnlyDictionary<string, Func<OpCall, Tensor[]>> table, params int[] constants)
    {
        GoldenCase golden = GoldenArea.Load(area).Open(id);
        Func<OpCall, Tensor[]> function = table[golden.Text("op")];
        Tensor[] inputs = golden.Tensors("inputs");
        Tensor[] Compute() => function(new OpCall(golden.List("args"), golden.Object("kwargs"), inputs));

        Tensor[] got = Compute();
        JsonArray outputs = golden.List("outputs");
        Assert.Equal(outputs.Count, got.Length);
        for (int i = 0; i < got.Length; i++)
        {
            Tensor want = outputs[i] is JsonObject plain ? Tensor.Scalar((double)plain["value"]!) : golden.Tensor(outputs[i]!);
            Tolerance.Output.Check($"output {i}", want, got[i]);
        }

        if (golden["cotangents"] is JsonArray cotangents) CheckGradients(golden, cotangents, inputs, Compute, constants);
        golden.AssertEverythingRead();
    }

    private static void CheckGradients(GoldenCase golden, JsonArray cotangents, Tensor[] inputs, Func<Tensor[]> compute, int[] constants)
    {
        // Outputs without a cotangent are whole numbers.
        int[] counted = [.. Enumerable.Range(0, cotangents.Count).Where(i => cotangents[i] is not null)];
        (_, Tensor?[] gradients) = Differentiation.Run(
            () => [.. compute().Where((_, i) => counted.Contains(i))], [.. counted.Select(i => golden.Tensor(cotangents[i]!))], inputs);
        JsonArray wanted = golden.List("input_grads");
        for (int i = 0; i < wanted.Count; i++)
        {
            if (wanted[i] is not { } name) continue;
            Tensor want = golden.Tensor(name);
            if (!constants.Contains(i)) Tolerance.Gradient.Check($"gradient of input {i}", want, gradients[i] ?? Tensor.Zeros(inputs[i].Shape));
        }
    }
}
