using DeepSharp.Kernels;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Kernels.MatMul;

/// <summary>
/// Operands of one product, filled with whole numbers from -4 to 4, so that float sums are exact and every comparison is too.
/// </summary>
internal sealed class MatMulCase
{
    private const int Border = 37;
    private const float Canary = 54321f;

    private readonly bool _transposeA;
    private readonly bool _transposeB;
    private readonly int _rows;
    private readonly int _inner;
    private readonly int _columns;
    private readonly float[] _a;
    private readonly float[] _b;
    private readonly float[] _start;

    public MatMulCase(int rows, int inner, int columns, bool transposeA = false, bool transposeB = false)
    {
        (_rows, _inner, _columns, _transposeA, _transposeB) = (rows, inner, columns, transposeA, transposeB);
        var random = new Random(rows + 1000 * inner + 1_000_000 * columns);
        _a = Values(random, rows * inner);
        _b = Values(random, inner * columns);
        _start = Values(random, rows * columns);
        Bias = Values(random, columns);
    }

    public float[] Bias { get; }

    private string Name => $"{_rows}x{_inner}x{_columns}{(_transposeA ? " transposed A" : "")}{(_transposeB ? " transposed B" : "")}";

    public void CheckMultiply(bool accumulate)
    {
        float[] c = WithBorder(_start);
        MatMulKernels.Multiply(_a, _transposeA, _b, _transposeB, Inside(c), _rows, _inner, _columns, accumulate);

        double[] expected = MatMulReference.Multiply(_a, _transposeA, _b, _transposeB, _rows, _inner, _columns);
        for (int i = 0; accumulate && i < expected.Length; i++) expected[i] += _start[i];
        CheckResult(expected, c, accumulate ? " accumulated" : "");
    }

    public void CheckAddBias(bool withBias, FusedActivation activation)
    {
        float[] c = WithBorder(_start);
        MatMulKernels.MultiplyAddBias(_a, _b, withBias ? Bias : [], Inside(c), _rows, _inner, _columns, activation);

        double[] expected = MatMulReference.Multiply(_a, false, _b, false, _rows, _inner, _columns);
        for (int i = 0; i < expected.Length; i++)
        {
            if (withBias) expected[i] += Bias[i % _columns];
            if (activation == FusedActivation.ReLU) expected[i] = Math.Max(0, expected[i]);
            if (activation == FusedActivation.ReLU6) expected[i] = Math.Clamp(expected[i], 0, 6);
        }

        CheckResult(expected, c, $" bias {withBias} {activation}");
    }

    /// <summary>A packed B gives the bits of a plain one, also for numbers whose sums are rounded.</summary>
    public void CheckPacked(bool withBias, FusedActivation activation)
    {
        float[] a = TestData.Uniform(_a.Length, seed: 1), b = TestData.Uniform(_b.Length, seed: 2);
        float[] plain = WithBorder(_start), c = WithBorder(_start), packed = new float[PackedColumns.Length(_inner, _columns)];
        MatMulKernels.MultiplyAddBias(a, b, withBias ? Bias : [], Inside(plain), _rows, _inner, _columns, activation);
        PackedColumns.Pack(b, _inner, _columns, packed);
        MatMulKernels.MultiplyPacked(a, packed, withBias ? Bias : [], Inside(c), _rows, _inner, _columns, activation);
        TestData.AssertSameBits(plain, c, $"{Name} packed, bias {withBias} {activation}");
    }

    private void CheckResult(double[] expected, float[] c, string what)
    {
        for (int i = 0; i < c.Length; i++)
        {
            bool isInside = i >= Border && i < Border + expected.Length;
            double wanted = isInside ? expected[i - Border] : Canary;
            if (c[i] != wanted) Assert.Fail($"{Name}{what}: element {i - Border} is {c[i]}, expected {wanted}.");
        }
    }

    private static Span<float> Inside(float[] c) => c.AsSpan(Border, c.Length - 2 * Border);

    private static float[] WithBorder(float[] values)
    {
        float[] c = new float[values.Length + 2 * Border];
        Array.Fill(c, Canary);
        values.CopyTo(c, Border);
        return c;
    }

    private static float[] Values(Random random, int length)
    {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) values[i] = random.Next(-4, 5);
        return values;
    }
}
