namespace DeepSharp.Tests.Models;

/// <summary>What a model and its layers one by one give, values and gradients, and how close they have to be.</summary>
internal static class PlanDerivatives
{
    /// <summary>The output, and the gradients of the input and of all weights.</summary>
    public static (Tensor Output, Tensor?[] Gradients) Differentiate(Func<Tensor, Tensor> function, Tensor x, Model model)
    {
        var tape = new GradientTape();
        tape.Watch(x);
        Tensor y = tape.Record(() => function(x));
        Tensor weights = Tensor.From(TestData.Uniform(y.Size, seed: 9), y.Shape);
        return (y, tape.Gradient(y, [x, .. model.Weights.Select(weight => weight.Value)], weights));
    }

    // The same products, summed in another order where fewer images or rows fill other tiles.
    public static void AssertClose(Tensor want, Tensor got)
    {
        Assert.Equal(want.Shape, got.Shape);
        float largest = Math.Max(1f, want.ToArray().Max(MathF.Abs));
        Assert.All(want.ToArray().Zip(got.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 2e-5f * largest));
    }
}
