using System.Text.Json.Nodes;

namespace DeepSharp.Tests;

// The same for layers with several inputs.
internal static partial class LayerTester
{
    /// <summary>
    /// Checks the output's shape, the number of weights, the round trip of the config, values and gradients, the same bits on one thread
    /// and two, and that a steady training step allocates nothing, also where lengths change among those seen before.
    /// </summary>
    /// <param name="create">Makes the layer. Its weights get random values.</param>
    /// <param name="inputs">Small: the gradients are checked by differences.</param>
    /// <param name="output">What the layer says its first output is, and what it is.</param>
    /// <param name="weights">How many weights.</param>
    /// <param name="reference">The layer on doubles: of the inputs and the weights.</param>
    /// <param name="call">Applies the layer; null for the tensors in order.</param>
    public static void Check(
        Func<Layer> create, Shape[] inputs, Shape output, int weights, Func<double[][], double[][], double[]> reference,
        Func<Layer, Tensor[], Tensor>? call = null)
    {
        bool isPlain = call is null;
        call ??= (layer, tensors) => layer.Apply(tensors, training: true);
        Layer built = Build(create, inputs);
        Assert.Equal(weights, built.Weights.Count);
        Assert.Equal(output, built.ComputeOutputShapes(inputs)[0]);
        Assert.Equal(output, call(built, RandomInputs(inputs)).Shape);
        Assert.Equal(output.WithFirst(0), call(built, RandomInputs(OfBatch(inputs, 0))).Shape);
        Assert.Equal(output.WithFirst(Shape.Any), create().ComputeOutputShapes(OfBatch(inputs, Shape.Any))[0]);
        CheckRoundTrip(create);
        CheckRoundTrip(() => Build(create, inputs));

        Tensor[] x = RandomInputs(inputs);
        Tensor[] sources = [.. x, .. built.Weights.Where(weight => weight.Trainable).Select(weight => weight.Value)];
        GradientCheck.Run(() => call(built, x), sources, at => reference(at[..x.Length], at[x.Length..]));
        CheckThreads(create, OfBatch(inputs, 16 * inputs[0][0]), call);

        // Arguments by name are put in order again each time.
        if (isPlain) CheckAllocations(built, [x, RandomInputs(OfBatch(inputs, 2 * inputs[0][0]))], call);
    }

    /// <summary>A layer built for shapes, with random weights: the same ones each time.</summary>
    public static Layer Build(Func<Layer> create, Shape[] inputs)
    {
        Layer layer = create();
        layer.Build(inputs);
        for (int i = 0; i < layer.Weights.Count; i++)
        {
            Shape shape = layer.Weights[i].Shape;
            layer.Weights[i].Assign(Tensor.From(TestData.Uniform(shape.Size, seed: 100 + i), shape));
        }

        return layer;
    }

    public static Tensor[] RandomInputs(Shape[] inputs) =>
        [.. inputs.Select((shape, i) => Tensor.From(TestData.Uniform(shape.Size, seed: 5 + i), shape))];

    /// <summary>A training step on each of some inputs in turn.</summary>
    public static void CheckAllocations(Layer layer, Tensor[][] inputs, Func<Layer, Tensor[], Tensor> call)
    {
        var tape = new Tape(new StepMemory(), isRecording: true);
        WeightedSumOp[] sums = [.. inputs.Select(x => new WeightedSumOp(TestData.Uniform(call(layer, x).Size, seed: 77)))];
        foreach (Tensor x in inputs.SelectMany(x => x)) tape.Watch(x);
        AllocationAssert.Zero(() =>
        {
            for (int i = 0; i < inputs.Length; i++)
            {
                Tape? previous = tape.Enter();
                try
                {
                    tape.Backward(Tape.Run(sums[i], call(layer, inputs[i])));
                }
                finally
                {
                    Tape.Restore(previous);
                }

                tape.EndStep();
            }
        });
    }

    private static void CheckRoundTrip(Func<Layer> create)
    {
        Layer layer = create();
        string config = layer.ToConfig()["config"]!.ToJsonString();
        Layer copy = Layer.FromConfig(JsonNode.Parse(layer.ToConfig().ToJsonString())!);
        Assert.Equal(layer.GetType(), copy.GetType());
        Assert.Equal(config, copy.ToConfig()["config"]!.ToJsonString());
    }

    private static void CheckThreads(Func<Layer> create, Shape[] inputs, Func<Layer, Tensor[], Tensor> call)
    {
        float[][][] results = new float[2][][];
        for (int threads = 1; threads <= 2; threads++)
        {
            using var count = new ThreadCount(threads);
            Layer layer = Build(create, inputs);
            Tensor[] x = RandomInputs(inputs);
            var tape = new GradientTape();
            foreach (Tensor input in x) tape.Watch(input);
            Tensor? output = null;
            Tensor sum = tape.Record(() =>
            {
                output = call(layer, x);
                return Tape.Run(new WeightedSumOp(TestData.Uniform(output.Size, seed: 77)), output);
            });
            Tensor?[] gradients = tape.Gradient(sum, [.. x, .. layer.TrainableWeights.Select(weight => weight.Value)]);
            results[threads - 1] = [output!.ToArray(), .. gradients.Select(gradient => gradient!.ToArray())];
        }

        for (int i = 0; i < results[0].Length; i++) TestData.AssertSameBits(results[0][i], results[1][i], $"result {i}");
    }

    private static Shape[] OfBatch(Shape[] inputs, int batch) => [.. inputs.Select(input => input.WithFirst(batch))];
}
