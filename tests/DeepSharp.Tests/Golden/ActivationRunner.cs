using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Golden;

/// <summary>Runs an activation of a golden case: its values, gradients and shapes.</summary>
internal static class ActivationRunner
{
    public static void Check(string area, string id)
    {
        GoldenCase golden = GoldenArea.Load(area).Open(id);
        Activation activation = Activation.FromConfig(
            ConfigSchema.Wrap("keras.activations", golden.Text("activation"), (JsonObject)golden.Object("args").DeepClone()));
        Tensor x = golden.Tensor("input");
        Tensor want = golden.Tensor("output");

        (Tensor output, Tensor?[] gradients) = Differentiation.Run(activation.Apply, golden.Tensor("cotangent"), x);

        Assert.Equal(want.Shape, activation.ComputeOutputShape(x.Shape));
        Tolerance.Output.Check("output", want, output);
        Tolerance.Output.Check("output without a tape", want, activation.Apply(x));
        Tolerance.Gradient.Check("input gradient", golden.Tensor("input_grad"), gradients[0]);
        golden.AssertEverythingRead();
    }
}
