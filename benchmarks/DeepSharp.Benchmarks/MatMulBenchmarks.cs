using BenchmarkDotNet.Attributes;
using DeepSharp.Kernels;

namespace DeepSharp.Benchmarks;

/// <summary>Products of matrices: squares, and the three products of a Dense layer in a small network.</summary>
[Config(typeof(KernelConfig))]
[MemoryDiagnoser]
public class MatMulBenchmarks
{
    private float[] _a = [];
    private float[] _b = [];
    private float[] _c = [];

    [ParamsSource(nameof(Shapes))]
    public MatMulShape Shape { get; set; } = new(1, 1, 1);

    [Params(1, 2)]
    public int Threads { get; set; }

    public static IEnumerable<MatMulShape> Shapes()
    {
        foreach (int size in (int[])[128, 256, 512, 1024, 2048]) yield return new MatMulShape(size, size, size);
        yield return new MatMulShape(1000, 1000, 1000);

        // Dense 1024 -> 64 and 64 -> 10, batch 32: forward, gradient of the weights, gradient of the input.
        yield return new MatMulShape(32, 1024, 64);
        yield return new MatMulShape(1024, 32, 64, TransposeA: true);
        yield return new MatMulShape(32, 64, 1024, TransposeB: true);
        yield return new MatMulShape(32, 64, 10);
        yield return new MatMulShape(64, 32, 10, TransposeA: true);
        yield return new MatMulShape(32, 10, 64, TransposeB: true);

        // One image.
        yield return new MatMulShape(1, 1024, 64);
        yield return new MatMulShape(1, 1024, 1024);
    }

    [GlobalSetup]
    public void Setup()
    {
        DeepSharpRuntime.Threads = Threads;
        var random = new Random(1);
        _a = Values(random, Shape.Rows * Shape.Inner);
        _b = Values(random, Shape.Inner * Shape.Columns);
        _c = new float[Shape.Rows * Shape.Columns];
    }

    [Benchmark]
    public void Multiply() => MatMulKernels.Multiply(
        _a, Shape.TransposeA, _b, Shape.TransposeB, _c, Shape.Rows, Shape.Inner, Shape.Columns, accumulate: false);

    private static float[] Values(Random random, int length)
    {
        float[] values = new float[length];
        foreach (ref float value in values.AsSpan()) value = random.NextSingle() - 0.5f;
        return values;
    }
}
