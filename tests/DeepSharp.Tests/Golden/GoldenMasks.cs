using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Golden;

/// <summary>The masks of a golden case: those that the layer before left on inputs, and those that Keras put on outputs.</summary>
internal static class GoldenMasks
{
    public static void PutOn(Tensor[] inputs, GoldenCase golden)
    {
        if (golden["input_masks"] is not JsonArray masks) return;
        for (int i = 0; i < inputs.Length; i++) inputs[i].Mask = masks[i] is { } name ? golden.Tensor(name) : null;
    }

    public static void Check(GoldenCase golden, Tensor[] outputs)
    {
        if (golden["output_masks"] is not JsonArray masks) return;
        for (int i = 0; i < outputs.Length; i++)
        {
            if (masks[i] is { } name) Assert.Equal(golden.Tensor(name).ToArray(), outputs[i].Mask?.ToArray());
            else Assert.Null(outputs[i].Mask);
        }
    }
}
