namespace DeepSharp.Tests.Layers.Recurrent;

/// <summary>A training step of a recurrent layer with small weights: the output, and the gradients of input and weights.</summary>
internal static class RecurrentStep
{
    public static float[][] Run(Layer layer, Shape input)
    {
        Tensor x = LayerTester.RandomInput(input);
        layer.Build(input);
        for (int i = 0; i < layer.Weights.Count; i++)
        {
            Shape shape = layer.Weights[i].Shape;
            layer.Weights[i].Assign(Tensor.From(TestData.Uniform(shape.Size, seed: 100 + i, -0.2f, 0.2f), shape));
        }

        var tape = new GradientTape();
        tape.Watch(x);
        Tensor? y = null;
        var weighted = new WeightedSumOp(TestData.Uniform(layer.ComputeOutputShape(input).Size, seed: 1));
        Tensor sum = tape.Record(() => Tape.Run(weighted, y = layer.Apply(x)));
        Tensor?[] gradients = tape.Gradient(sum, [x, .. layer.Weights.Select(weight => weight.Value)]);
        return [y!.ToArray(), .. gradients.Select(gradient => gradient!.ToArray())];
    }

    public static void AssertAgree(float[][] composed, float[][] fused)
    {
        for (int i = 0; i < fused.Length; i++)
        {
            double size = composed[i].Max(Math.Abs);
            TestData.AssertClose(Array.ConvertAll(composed[i], value => (double)value), fused[i], 1e-5 * size, 1e-5, $"result {i}");
        }
    }
}

/// <summary>An activation that no kernel knows, so that a layer composes its steps.</summary>
internal sealed record SameAs(Activation Inner) : Activation
{
    public override string Name => Inner.Name;

    public override Tensor Apply(Tensor x) => Inner.Apply(x);
}
