using BenchmarkDotNet.Attributes;
using DeepSharp.Kernels;

namespace DeepSharp.Benchmarks;

/// <summary>The three passes of a 3x3 convolution: the layers of the CIFAR-10 tutorial, and one of a large network.</summary>
[Config(typeof(KernelConfig))]
[MemoryDiagnoser]
public class ConvolutionBenchmarks
{
    private Conv2DGeometry _geometry;
    private float[] _x = [], _kernel = [], _bias = [], _y = [], _dx = [], _dkernel = [];

    [ParamsSource(nameof(Shapes))]
    public ConvolutionShape Shape { get; set; } = new(1, 3, 1, 1);

    [Params(1, 2)]
    public int Threads { get; set; }

    public static IEnumerable<ConvolutionShape> Shapes() =>
    [
        new(32, 32, 3, 32),
        new(32, 15, 32, 64),
        new(32, 6, 64, 64),
        new(8, 56, 64, 64, Padded: true),
    ];

    [GlobalSetup]
    public void Setup()
    {
        DeepSharpRuntime.Threads = Threads;
        _geometry = Conv2DGeometry.Create(
            Shape.Batch, Shape.Size, Shape.Size, Shape.Channels, Shape.Filters, 3, 3, 1, 1, 1, 1, 1, Shape.Padded);
        var random = new Random(1);
        _x = Values(_geometry.InLength);
        _kernel = Values(_geometry.KernelLength);
        _bias = Values(_geometry.Filters);
        _y = Values(_geometry.OutLength);
        _dx = new float[_geometry.InLength];
        _dkernel = new float[_geometry.KernelLength];

        float[] Values(long count)
        {
            float[] values = new float[count];
            for (int i = 0; i < values.Length; i++) values[i] = random.NextSingle() - 0.5f;
            return values;
        }
    }

    [Benchmark]
    public void Forward() => Conv2DForward.Run(_geometry, _x, _kernel, default, _y, FusedActivation.None);

    [Benchmark]
    public void ForwardWithBiasAndReLU() => Conv2DForward.Run(_geometry, _x, _kernel, _bias, _y, FusedActivation.ReLU);

    [Benchmark]
    public void InputGradient() => Conv2DBackwardInput.Run(_geometry, _y, _kernel, _dx, accumulate: false);

    [Benchmark]
    public void KernelGradient() => Conv2DBackwardKernel.Run(_geometry, _x, _y, _dkernel, accumulate: false);
}
