using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Golden;

/// <summary>How masks travel: through single layers, and through models in whose configs they are operations and arguments by name.</summary>
public sealed class MaskGoldenTests
{
    public static TheoryData<string> Layers => [.. GoldenArea.Load("masks2").Ids.Where(id => !IsModel(id))];

    public static TheoryData<string> Models => [.. GoldenArea.Load("masks2").Ids.Where(IsModel)];

    [Theory]
    [MemberData(nameof(Layers))]
    public void Outputs_masks_and_gradients_are_those_of_Keras(string id) => LayerRunner.Check(GoldenArea.Load("masks2").Open(id));

    [Theory]
    [MemberData(nameof(Models))]
    public void Models_of_Keras_compute_the_same(string id)
    {
        GoldenCase golden = GoldenArea.Load("masks2").Open(id);
        Model model = Model.FromConfig(golden["model"]!);
        JsonArray weights = golden.List("weights");
        Assert.Equal(weights.Select(weight => (string)weight!["path"]!), model.Weights.Select(weight => weight.Path));
        model.SetWeights([.. weights.Select(weight => golden.Tensor(weight!["value"]!))]);

        Tensor[] inputs = golden.Tensors("inputs"), want = golden.Tensors("outputs");
        (Tensor[] outputs, Tensor?[] gradients) = Differentiation.Run(
            () => model.ApplyAll(inputs), golden.Tensors("cotangents"), inputs, [.. model.Weights]);
        for (int i = 0; i < want.Length; i++) Tolerance.Output.Check($"output {i}", want[i], outputs[i]);
        GoldenMasks.Check(golden, outputs);
        for (int i = 0; i < inputs.Length; i++)
        {
            if (golden["input_grads"]?[i] is { } wanted) Tolerance.Gradient.Check($"gradient of input {i}", golden.Tensor(wanted), gradients[i]);
        }

        foreach (JsonNode? gradient in golden.List("grads"))
        {
            int place = model.Weights.ToList().FindIndex(weight => weight.Path == (string)gradient!["path"]!);
            Tolerance.Gradient.Check(model.Weights[place].Path, golden.Tensor(gradient!["value"]!), gradients[inputs.Length + place]);
        }

        golden.AssertEverythingRead();
    }

    private static bool IsModel(string id) => id.StartsWith("model_", StringComparison.Ordinal);
}
