namespace DeepSharp.Tests;

/// <summary>A layer with ReLU fused into its kernel must do exactly what the layer without does, followed by ReLU.</summary>
internal static class FusionCheck
{
    public static void Run(Layer fused, Layer plain, Tensor x)
    {
        Activation relu = "relu";
        float[][] one = Step(fused, x, y => y);
        float[][] two = Step(plain, x, relu.Apply);
        Assert.Contains(0f, one[0]);
        for (int i = 0; i < one.Length; i++) TestData.AssertSameBits(two[i], one[i], i == 0 ? "output" : $"gradient {i - 1}");
    }

    private static float[][] Step(Layer layer, Tensor x, Func<Tensor, Tensor> after)
    {
        var tape = new GradientTape();
        tape.Watch(x);
        Tensor? output = null;
        Tensor sum = tape.Record(() =>
        {
            output = after(layer.Apply(x));
            return Tape.Run(new WeightedSumOp(TestData.Uniform(output.Size, seed: 3)), output);
        });
        Tensor?[] gradients = tape.Gradient(sum, [x, .. layer.Weights.Select(weight => weight.Value)]);
        return [output!.ToArray(), .. gradients.Select(gradient => gradient!.ToArray())];
    }
}
