using DeepSharp.Layers;

namespace DeepSharp.Benchmarks.Measure;

/// <summary>
/// Words looked up in a table, and the table's gradient as a dense tensor; and steps of a classifier that is little but a table, of which
/// a step looks up a quarter.
/// </summary>
internal static class EmbeddingSteps
{
    private const int Batch = 128, Steps = 200, Words = 20000, Width = 128, Texts = 32;

    public static IEnumerable<Measurement> Measurements()
    {
        yield return new Measurement("embedding.b128_t200_20000x128.fwdbwd", Create)
        {
            Bytes = 4.0 * (4.0 * Batch * Steps * Width + (double)Words * Width),
        };
        yield return new Measurement("embedding.train.b32_t200_20000x128.sgd", () => Train(new SGD(0.1)));
        yield return new Measurement("embedding.train.b32_t200_20000x128.sgd_clipnorm", () => Train(new SGD(0.1, clipNorm: 1)));
        yield return new Measurement("embedding.train.b32_t200_20000x128.adam", () => Train(new Adam()));
    }

    private static Action Train(Optimizer optimizer)
    {
        var model = new Sequential(
            new Input([Steps]), new Embedding(Words, Width), new GlobalAveragePooling1D(), new Dense(1, activation: "sigmoid"));
        model.Compile(optimizer, "binary_crossentropy");
        var random = new Random(1);
        Tensor x = Tensor.From([.. Enumerable.Range(0, Texts * Steps).Select(_ => (float)random.Next(Words))], [Texts, Steps]);
        Tensor y = Tensor.From([.. Enumerable.Range(0, Texts).Select(_ => (float)random.Next(2))], [Texts, 1]);
        return () => _ = model.TrainOnBatch(x, y)["loss"];
    }

    private static Action Create()
    {
        var random = new Random(1);
        Tensor ids = Tensor.FromLabels([.. Enumerable.Range(0, Batch * Steps).Select(_ => random.Next(Words))]).Reshape([Batch, Steps]);
        var layer = new Embedding(Words, Width);
        layer.Build(ids.Shape);
        Tensor[] table = [layer.Embeddings!.Value];
        Tensor cotangent = Noise.Around0([Batch, Steps, Width], seed: 2);
        var tape = new GradientTape(workspace: new Workspace());
        return () =>
        {
            Tensor vectors = tape.Record(() => layer.Apply(ids));
            tape.Gradient(vectors, table, cotangent);
        };
    }
}
