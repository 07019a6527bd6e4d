using DeepSharp.Layers;

namespace DeepSharp.Benchmarks.Measure;

/// <summary>Convolutions over sequences and volumes and a transposed one, with bias; backwards the gradients of input, kernel and bias.</summary>
internal static class OtherConvolutions
{
    public static IEnumerable<Measurement> Measurements() =>
    [
        .. Differentiated.Measurements(
            "conv1d.b32_t256_64to128_k5", () => Create(new Conv1D(128, 5, padding: "same"), [32, 256, 64]), 2.0 * 32 * 256 * 128 * 5 * 64),
        .. Differentiated.Measurements(
            "conv3d.b4_16x56x56_8to16", () => Create(new Conv3D(16, 3, padding: "same"), [4, 16, 56, 56, 8]),
            2.0 * 4 * 16 * 56 * 56 * 16 * 27 * 8),
        .. Differentiated.Measurements(
            "convtranspose.b8_28_128to64_k4s2", () => Create(new Conv2DTranspose(64, 4, strides: 2, padding: "same"), [8, 28, 28, 128]),
            2.0 * 8 * 28 * 28 * 128 * 16 * 64),
    ];

    private static (Func<Tensor>, Tensor[]) Create(ConvolutionLayer layer, Shape shape)
    {
        Tensor x = Noise.Around0(shape);
        layer.Build(shape);
        return (() => layer.Apply(x), [x, layer.Kernel!.Value, layer.Bias!.Value]);
    }
}
