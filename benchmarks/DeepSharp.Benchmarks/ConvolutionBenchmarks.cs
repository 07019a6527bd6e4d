using BenchmarkDotNet.Attributes;
using DeepSharp.Kernels;

namespace DeepSharp.Benchmarks;

/// <summary>
/// The three passes of a 3x3 convolution on one thread. GFLOP/s are the operations in the name of the layer over the time:
/// 49.8, 199.4, 37.7 and 1,850 million operations.
/// </summary>
public class ConvolutionBenchmarks
{
    private readonly Dictionary<string, Conv2DGeometry> _layers = new()
    {
        ["32 x 32x32x3 to 32"] = Layer(32, 32, 3, 32, same: false),
        ["32 x 15x15x32 to 64"] = Layer(32, 15, 32, 64, same: false),
        ["32 x 6x6x64 to 64"] = Layer(32, 6, 64, 64, same: false),
        ["8 x 56x56x64 to 64, padded"] = Layer(8, 56, 64, 64, same: true),
    };

    private Conv2DGeometry _geometry;
    private float[] _x = [], _kernel = [], _bias = [], _y = [], _dx = [], _dkernel = [];

    public IEnumerable<string> Layers => _layers.Keys;

    [ParamsSource(nameof(Layers))]
    public string Shape { get; set; } = "";

    [Params(1)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        DeepSharpRuntime.Threads = Threads;
        _geometry = _layers[Shape];
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

    private static Conv2DGeometry Layer(int batch, int size, int channels, int filters, bool same) =>
        Conv2DGeometry.Create(batch, size, size, channels, filters, 3, 3, 1, 1, 1, 1, 1, same);
}
