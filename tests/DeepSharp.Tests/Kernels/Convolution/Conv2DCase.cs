using DeepSharp.Kernels;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Kernels.Convolution;

/// <summary>Random operands of one geometry, results between canaries, and the comparison with the reference.</summary>
internal sealed class Conv2DCase
{
    private const float Canary = 12345.5f;
    private const int Border = 40;

    private readonly Random _random;

    public Conv2DCase(in Conv2DGeometry geometry, int seed = 1)
    {
        Geometry = geometry;
        _random = new Random(seed);
        X = Values(geometry.InLength);
        Kernel = Values(geometry.KernelLength);
        Bias = Values(geometry.Filters);
        DY = Values(geometry.OutLength);
        ChannelBias = Values(geometry.InChannels);
    }

    public Conv2DGeometry Geometry { get; }

    public float[] X { get; }

    public float[] Kernel { get; }

    public float[] Bias { get; }

    public float[] DY { get; }

    /// <summary>For the transposed convolution, whose outputs are images.</summary>
    public float[] ChannelBias { get; }

    public float[] Values(long count)
    {
        float[] values = new float[count];
        for (int i = 0; i < values.Length; i++) values[i] = _random.NextSingle() * 2 - 1;
        return values;
    }

    public float[] Forward(bool useBias = false, FusedActivation activation = FusedActivation.None) =>
        Guarded(
            new float[Geometry.OutLength], y => Conv2DForward.Run(Geometry, X, Kernel, useBias ? Bias : default, y, activation), float.NaN);

    /// <summary>The transposed convolution of DY.</summary>
    public float[] Transposed(FusedActivation activation) => Guarded(
        new float[Geometry.InLength],
        dx => Conv2DBackwardInput.Run(Geometry, DY, Kernel, ChannelBias, dx, activation, accumulate: false), float.NaN);

    public float[] BackwardInput() =>
        Guarded(new float[Geometry.InLength], dx => Conv2DBackwardInput.Run(Geometry, DY, Kernel, dx, accumulate: false), float.NaN);

    public float[] BackwardKernel() =>
        Guarded(new float[Geometry.KernelLength], dk => Conv2DBackwardKernel.Run(Geometry, X, DY, dk, accumulate: false), float.NaN);

    /// <summary>
    /// All three passes, as sums of the definition, against the reference: with and without bias, ReLU and accumulation.
    /// </summary>
    public void AssertMatchesReference()
    {
        using var _ = new WinogradSetting(false);
        int products = Geometry.Taps * Geometry.ChannelsPerGroup;
        double[] y = Conv2DReference.Forward(Geometry, X, Kernel);
        double[] yWithBias = [.. y.Select((v, i) => v + Bias[i % Geometry.Filters])];
        AssertClose(y, Forward(), products);
        AssertClose(yWithBias, Forward(useBias: true), products);
        AssertClose([.. yWithBias.Select(v => Math.Max(v, 0))], Forward(useBias: true, FusedActivation.ReLU), products);
        AssertClose([.. yWithBias.Select(v => Math.Clamp(v, 0, 6))], Forward(useBias: true, FusedActivation.ReLU6), products);

        float[] added = Values(Geometry.OutLength);
        AssertClose(
            [.. y.Zip(added, (a, b) => a + b)],
            Guarded(added, d => Conv2DForward.Run(Geometry, X, Kernel, [], d, FusedActivation.None, accumulate: true)), products);

        double[] dx = Conv2DReference.BackwardInput(Geometry, DY, Kernel);
        AssertClose(dx, BackwardInput(), Geometry.Taps * Geometry.FiltersPerGroup);
        double[] dxWithBias = [.. dx.Select((v, i) => v + ChannelBias[i % Geometry.InChannels])];
        AssertClose(dxWithBias, Transposed(FusedActivation.None), Geometry.Taps * Geometry.FiltersPerGroup);
        AssertClose(
            [.. dxWithBias.Select(v => Math.Max(v, 0))], Transposed(FusedActivation.ReLU), Geometry.Taps * Geometry.FiltersPerGroup);
        float[] start = Values(Geometry.InLength);
        float[] sum = Guarded(start, d => Conv2DBackwardInput.Run(Geometry, DY, Kernel, d, accumulate: true));
        AssertClose([.. dx.Zip(start, (a, b) => a + b)], sum, Geometry.Taps * Geometry.FiltersPerGroup);

        int pixels = (int)Geometry.OutPixels;
        double[] dkernel = Conv2DReference.BackwardKernel(Geometry, X, DY);
        AssertClose(dkernel, BackwardKernel(), pixels);
        start = Values(Geometry.KernelLength);
        sum = Guarded(start, d => Conv2DBackwardKernel.Run(Geometry, X, DY, d, accumulate: true));
        AssertClose([.. dkernel.Zip(start, (a, b) => a + b)], sum, pixels);
    }

    public delegate void Kernel1(Span<float> result);

    public static float[] Guarded(float[] start, Kernel1 run, float? fill = null)
    {
        float[] memory = new float[start.Length + 2 * Border];
        Array.Fill(memory, Canary);
        Span<float> result = memory.AsSpan(Border, start.Length);
        if (fill is { } value) result.Fill(value);
        else start.CopyTo(result);
        run(result);
        Assert.True(memory.AsSpan(0, Border).IndexOfAnyExcept(Canary) < 0, "written before the result");
        Assert.True(memory.AsSpan(Border + start.Length).IndexOfAnyExcept(Canary) < 0, "written behind the result");
        return result.ToArray();
    }

    // Operands are within 1. The partial sums of n random products grow with √n and each addition rounds by up to 2^-24 of one, always to
    // the same side at worst; a product too many or too few would show as about 0.3.
    private void AssertClose(double[] expected, float[] actual, int products)
    {
        double tolerance = 4e-6 + 6e-8 * products;
        for (int i = 0; i < expected.Length; i++)
        {
            if (Math.Abs(expected[i] - actual[i]) <= tolerance) continue;
            Assert.Fail($"{Geometry}: value {i} of {expected.Length} is {actual[i]:R}, expected {expected[i]:R}");
        }
    }
}
