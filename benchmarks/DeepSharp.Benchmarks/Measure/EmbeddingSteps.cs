using DeepSharp.Layers;

namespace DeepSharp.Benchmarks.Measure;

/// <summary>Words looked up in a table, and the table's gradient as a dense tensor.</summary>
internal static class EmbeddingSteps
{
    private const int Batch = 128, Steps = 200, Words = 20000, Width = 128;

    public static IEnumerable<Measurement> Measurements()
    {
        yield return new Measurement("embedding.b128_t200_20000x128.fwdbwd", Create)
        {
            Bytes = 4.0 * (4.0 * Batch * Steps * Width + (double)Words * Width),
        };
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
