using DeepSharp.Layers;

namespace DeepSharp.Benchmarks.Measure;

/// <summary>Scaled dot-product attention, forwards and backwards, and a step of a multi-head layer.</summary>
internal static class AttentionSteps
{
    private const int Heads = 8, Width = 64;

    public static IEnumerable<Measurement> Measurements() =>
    [
        .. OfHeads(8, 128), .. OfHeads(1, 1024),
        new Measurement("attention.mha.b8_s128_e512_h8.fwdbwd", Layer)
        {
            Operations = 3 * (Operations(8, 128) + 2.0 * 4 * 512 * 512 * 8 * 128),
        },
    ];

    private static double Operations(int batch, int length) => 2 * 2.0 * batch * Heads * length * length * Width;

    private static IEnumerable<Measurement> OfHeads(int batch, int length) => Differentiated.Measurements(
        $"attention.sdpa.b{batch}_h8_s{length}_d64",
        () =>
        {
            Shape shape = [batch, length, Heads, Width];
            Tensor query = Noise.Around0(shape), key = Noise.Around0(shape, seed: 3), value = Noise.Around0(shape, seed: 4);
            return (() => Ops.DotProductAttention(query, key, value), [query, key, value]);
        },
        Operations(batch, length));

    private static Action Layer()
    {
        var layer = new MultiHeadAttention(Heads, Width);
        Tensor x = Noise.Around0([8, 128, 512]);
        layer.Build([x.Shape, x.Shape]);
        var tape = new GradientTape(workspace: new Workspace());
        Tensor[] sources = [x, .. layer.Weights.Select(weight => weight.Value)];
        return () =>
        {
            tape.Watch(x);
            Tensor sum = tape.Record(() => layer.Apply([x, x]).Sum());
            tape.Gradient(sum, sources);
        };
    }
}
