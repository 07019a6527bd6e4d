using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Golden;

public sealed class ActivationGoldenTests
{
    public static TheoryData<string> Cases => GoldenArea.Theory("activations");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_and_gradients_are_those_of_Keras(string id)
    {
        GoldenCase golden = GoldenArea.Load("activations").Open(id);
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
