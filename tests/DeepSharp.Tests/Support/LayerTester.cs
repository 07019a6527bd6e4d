using System.Text.Json.Nodes;

namespace DeepSharp.Tests;

/// <summary>What every layer has to hold, in one call; or piece by piece for layers that are random in training.</summary>
internal static partial class LayerTester
{
    /// <summary>
    /// Checks the output's shape, the number of weights, the round trip of the config, values and gradients, the same bits on one thread
    /// and two, and that a steady training step allocates nothing.
    /// </summary>
    /// <param name="create">Makes the layer. Its weights get random values.</param>
    /// <param name="input">Small: the gradients are checked by differences.</param>
    /// <param name="output">What <see cref="Layer.ComputeOutputShape"/> and the output must have.</param>
    /// <param name="weights">How many weights.</param>
    /// <param name="reference">The layer on doubles: of the input and the weights.</param>
    public static void Check(
        Func<Layer> create, Shape input, Shape output, int weights, Func<double[], double[][], double[]> reference)
    {
        CheckShapes(create, input, output, weights);
        CheckConfig(create);
        CheckGradients(create, input, reference);
        CheckThreads(create, input.WithFirst(32 * input[0]));
        CheckAllocations(create, input);
    }

    /// <summary>A layer built for a shape, with random weights: the same ones each time.</summary>
    public static Layer Build(Func<Layer> create, Shape input)
    {
        Layer layer = create();
        layer.Build(input);
        for (int i = 0; i < layer.Weights.Count; i++)
        {
            Shape shape = layer.Weights[i].Shape;
            layer.Weights[i].Assign(Tensor.From(TestData.Uniform(shape.Size, seed: 100 + i), shape));
        }

        return layer;
    }

    public static Tensor RandomInput(Shape shape) => Tensor.From(TestData.Uniform(shape.Size, seed: 5), shape);

    public static void CheckShapes(Func<Layer> create, Shape input, Shape output, int weights, bool training = false)
    {
        Layer layer = create();
        Assert.Equal(output, layer.ComputeOutputShape(input));
        Assert.Equal(output.WithFirst(Shape.Any), layer.ComputeOutputShape(input.WithFirst(Shape.Any)));

        Assert.Equal(output, layer.Apply(RandomInput(input), training).Shape);
        Assert.Equal(weights, layer.Weights.Count);
        Assert.Equal(output, layer.ComputeOutputShape(input));

        layer.Build(input.WithFirst(Shape.Any));
        Assert.Equal(output.WithFirst(0), layer.Apply(Tensor.Zeros(input.WithFirst(0)), training).Shape);
    }

    public static void CheckConfig(Func<Layer> create)
    {
        Layer layer = create();
        string config = layer.ToConfig().ToJsonString();
        Layer copy = Layer.FromConfig(JsonNode.Parse(config)!);
        Assert.Equal(layer.GetType(), copy.GetType());
        Assert.Equal(config, copy.ToConfig().ToJsonString());
    }

    public static void CheckGradients(Func<Layer> create, Shape input, Func<double[], double[][], double[]> reference)
    {
        Layer layer = Build(create, input);
        Tensor x = RandomInput(input);
        Tensor[] sources = [x, .. layer.Weights.Where(weight => weight.Trainable).Select(weight => weight.Value)];

        // Without weights there is a new one for each run: a random one draws the same again.
        GradientCheck.Run(
            () => (layer.Weights.Count > 0 ? layer : Build(create, input)).Apply(x, training: true), sources,
            at => reference(at[0], at[1..]));
    }

    public static void CheckThreads(Func<Layer> create, Shape input, bool training = true)
    {
        float[][] one = TrainingStep(create, input, training, threads: 1);
        float[][] two = TrainingStep(create, input, training, threads: 2);
        for (int i = 0; i < one.Length; i++) TestData.AssertSameBits(one[i], two[i], i == 0 ? "output" : $"gradient {i - 1}");
    }

    public static void CheckAllocations(Func<Layer> create, Shape input, bool training = true) =>
        CheckAllocations(Build(create, input), RandomInput(input), training);

    /// <summary>The same for a custom input, such as one with a mask.</summary>
    public static void CheckAllocations(Layer layer, Tensor x, bool training = true)
    {
        var sum = new WeightedSumOp(TestData.Uniform(layer.ComputeOutputShape(x.Shape).Size, seed: 77));
        var tape = new Tape(new StepMemory(), isRecording: true);
        tape.Watch(x);
        AllocationAssert.Zero(() =>
        {
            Tape? previous = tape.Enter();
            try
            {
                tape.Backward(Tape.Run(sum, layer.Apply(x, training)));
            }
            finally
            {
                Tape.Restore(previous);
            }

            tape.EndStep();
        });
    }

    private static float[][] TrainingStep(Func<Layer> create, Shape input, bool training, int threads)
    {
        using var count = new ThreadCount(threads);
        Layer layer = Build(create, input);
        Tensor x = RandomInput(input);
        var tape = new GradientTape();
        tape.Watch(x);
        Tensor? output = null;
        Tensor sum = tape.Record(() =>
        {
            output = layer.Apply(x, training);
            return Tape.Run(new WeightedSumOp(TestData.Uniform(output.Size, seed: 77)), output);
        });
        Tensor?[] gradients = tape.Gradient(sum, [x, .. layer.TrainableWeights.Select(weight => weight.Value)]);
        return [output!.ToArray(), .. gradients.Select(gradient => gradient!.ToArray())];
    }
}
