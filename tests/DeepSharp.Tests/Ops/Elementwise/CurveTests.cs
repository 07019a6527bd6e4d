using DeepSharp.Kernels;
using F = DeepSharp.Ops;

namespace DeepSharp.Tests.Ops.Elementwise;

/// <summary>Functions of one variable against doubles: values, gradients by differences, and gradients in terms of ops.</summary>
public class CurveTests
{
    private static readonly Dictionary<string, (Func<Tensor, Tensor> Function, Func<double, double> Reference, float Low, float High)> s_all = new()
    {
        ["sin"] = (F.Sin, Math.Sin, -20, 20),
        ["cos"] = (F.Cos, Math.Cos, -20, 20),
        ["tan"] = (F.Tan, Math.Tan, -1.3f, 1.3f),
        ["sinh"] = (F.Sinh, Math.Sinh, -3, 3),
        ["cosh"] = (F.Cosh, Math.Cosh, -3, 3),
        ["arcsin"] = (F.Arcsin, Math.Asin, -0.95f, 0.95f),
        ["arccos"] = (F.Arccos, Math.Acos, -0.95f, 0.95f),
        ["arctan"] = (F.Arctan, Math.Atan, -9, 9),
        ["arcsinh"] = (F.Arcsinh, Math.Asinh, -9, 9),
        ["arccosh"] = (F.Arccosh, Math.Acosh, 1.1f, 9),
        ["arctanh"] = (F.Arctanh, Math.Atanh, -0.95f, 0.95f),
        ["expm1"] = (F.Expm1, x => Math.Exp(x) - 1, -3, 3),
        ["exp2"] = (F.Exp2, x => Math.Pow(2, x), -5, 5),
        ["log1p"] = (F.Log1p, x => Math.Log(1 + x), -0.8f, 9),
        ["log2"] = (F.Log2, Math.Log2, 0.1f, 9),
        ["log10"] = (F.Log10, Math.Log10, 0.1f, 9),
        ["rsqrt"] = (F.Rsqrt, x => 1 / Math.Sqrt(x), 0.2f, 9),
        ["reciprocal"] = (F.Reciprocal, x => 1 / x, 0.3f, 9),
        ["cbrt"] = (F.Cbrt, Math.Cbrt, 0.1f, 9),
        ["erf"] = (F.Erf, ErfByIntegral, -4, 4),
        ["erfc"] = (F.Erfc, x => 1 - ErfByIntegral(x), -3, 3),
        ["sinc"] = (F.Sinc, x => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x), -3, 3),
        ["i0"] = (F.I0, BesselByIntegral, -5, 5),
        ["deg2rad"] = (F.Deg2Rad, x => x * Math.PI / 180, -360, 360),
        ["rad2deg"] = (x => F.Rad2Deg(x) / 100, x => x * 1.8 / Math.PI, -3, 3),
        ["nan_to_num"] = (x => F.NanToNum(x), x => x, -3, 3),
    };

    public static TheoryData<string> Names => [.. s_all.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_and_gradients_are_those_of_doubles(string name)
    {
        (Func<Tensor, Tensor> function, Func<double, double> reference, float low, float high) = s_all[name];
        Tensor x = OpData.Random([7, 41], 3, low, high);
        GradientCheck.Run(() => function(x), [x], at => Array.ConvertAll(at[0], value => reference(value)), 2e-5);
    }

    // d/dx of the gradient, once as the tape goes back through the gradient in terms of ops, once by differences of doubles.
    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_in_terms_of_ops_are_those_of_the_backward_pass(string name)
    {
        (Func<Tensor, Tensor> function, _, float low, float high) = s_all[name];
        Tensor x = OpData.Random([50], 4, low, high);
        if (OpsOf(function, x) is not { } op) return;
        var tape = new GradientTape();
        tape.Watch(x);
        Tensor y = tape.Record(() => Tape.Run(op, x));
        Tensor want = tape.Gradient(y, x)[0]!;
        Tensor got = op.GradientOps(0, [x], Tape.Run(op, x), F.OnesLike(x))!;
        TestData.AssertClose(Array.ConvertAll(want.ToArray(), value => (double)value), got.Span, 1e-5, 1e-5, name);
    }

    [Fact]
    public void Steps_have_no_gradient()
    {
        Tensor x = Tensor.From([-1.5, -0.5, 0.5, 1.5, 2.5, 0.26]);
        Assert.Equal([-2f, -1f, 0f, 1f, 2f, 0f], F.Floor(x).ToArray());
        Assert.Equal([-1f, 0f, 1f, 2f, 3f, 1f], F.Ceil(x).ToArray());
        Assert.Equal([-1f, 0f, 0f, 1f, 2f, 0f], F.Trunc(x).ToArray());
        Assert.Equal([-2f, 0f, 0f, 2f, 2f, 0f], F.Round(x).ToArray());
        Assert.Equal([-1f, -1f, 1f, 1f, 1f, 1f], F.Sign(x).ToArray());
        Assert.Equal(0.3f, F.Round(x, 1)[5]);
        var tape = new GradientTape();
        tape.Watch(x);
        Assert.All(tape.Gradient(tape.Record(() => F.Sum(F.Floor(x))), x)[0]!.ToArray(), value => Assert.Equal(0f, value));
    }

    [Fact]
    public void What_is_no_number_is_recognized()
    {
        Tensor x = Tensor.From([float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f, 2f]);
        Assert.Equal([1f, 0f, 0f, 0f, 0f], F.IsNaN(x).ToArray());
        Assert.Equal([0f, 0f, 0f, 1f, 1f], F.IsFinite(x).ToArray());
        Assert.Equal([0f, 1f, 1f, 0f, 0f], F.IsInf(x).ToArray());
        Assert.Equal([0f, 1f, 0f, 0f, 0f], F.IsPosInf(x).ToArray());
        Assert.Equal([0f, 0f, 1f, 0f, 0f], F.IsNegInf(x).ToArray());
        Assert.Equal([0f, 0f, 0f, 1f, 0f], F.LogicalNot(x).ToArray());
        Assert.Equal(1f, F.SignBit(x)[3]);
        Assert.Equal([7f, 8f, -8f, 0f, 2f], F.NanToNum(x, 7, 8, -8).ToArray());
        Assert.Equal([0f, float.MaxValue, float.MinValue, 0f, 2f], F.NanToNum(x).ToArray());
    }

    [Fact]
    public void Small_numbers_keep_their_digits()
    {
        Tensor x = Tensor.From([1e-8f, -3e-6f, 1e-20f]);
        TestData.AssertClose([1e-8f, -3e-6f * (1 - 1.5e-6), 1e-20f], F.Expm1(x).Span, 0, 2e-7, "expm1");
        TestData.AssertClose([1e-8f, -3e-6f * (1 + 1.5e-6), 1e-20f], F.Log1p(x).Span, 0, 2e-7, "log1p");
        TestData.AssertClose([2.0884876e-45, 1.5374597944280349e-12], F.Erfc(Tensor.From([10.0, 5.0])).Span, 2e-45, 1e-6, "erfc");
    }

    [Fact]
    public void Erfinv_is_the_inverse_of_erf()
    {
        double[] shares = [-0.999999, -0.9, -0.3, 0, 1e-5, 0.2, 0.7, 0.99, 0.99999];
        foreach (double share in shares) Assert.Equal(share, SpecialMath.Erf(SpecialMath.Erfinv(share)), 1e-13);
        Assert.Equal(double.PositiveInfinity, SpecialMath.Erfinv(1));
        Assert.True(double.IsNaN(SpecialMath.Erfinv(1.5)));
        Tensor x = OpData.Random([30], 5, -0.9f, 0.9f);
        GradientCheck.Run(() => F.Erfinv(x), [x], at => Array.ConvertAll(at[0], SpecialMath.Erfinv), 2e-5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100_003)]
    public void The_bits_do_not_depend_on_the_number_of_threads(int length)
    {
        Tensor x = OpData.Random([length], 6);
        float[] Run(int threads)
        {
            using var count = new ThreadCount(threads);
            return F.Sin(x).ToArray();
        }

        TestData.AssertSameBits(Run(1), Run(2), "sin");
    }

    [Fact]
    public void A_steady_step_allocates_nothing()
    {
        Tensor x = OpData.Random([300], 7);
        var tape = new Tape(new StepMemory(), isRecording: true);
        AllocationAssert.Zero(() =>
        {
            Tape? previous = tape.Enter();
            tape.Watch(x);
            Tensor y = Tape.Run(MathOps.Add, Tape.Run(Curves.Sin, x), Tape.Run(PairFunctions.Hypot, Tape.Run(Curves.Erf, x), x));
            Tape.Restore(previous);
            tape.Backward(y);
            tape.EndStep();
        });
    }

    private static Op? OpsOf(Func<Tensor, Tensor> function, Tensor x)
    {
        var tape = new Tape(null, isRecording: true);
        tape.Watch(x);
        Tape? previous = tape.Enter();
        try
        {
            return function(x).Producer?.Op as CurveOp;
        }
        finally
        {
            Tape.Restore(previous);
        }
    }

    // Simpson's rule.
    private static double ErfByIntegral(double x) => 2 / Math.Sqrt(Math.PI) * Integral(t => Math.Exp(-t * t), x);

    private static double BesselByIntegral(double x) => Integral(t => Math.Exp(x * Math.Cos(t)), Math.PI) / Math.PI;

    private static double Integral(Func<double, double> function, double end)
    {
        const int Steps = 400;
        double sum = function(0) + function(end);
        for (int i = 1; i < Steps; i++) sum += function(end * i / Steps) * (i % 2 == 0 ? 2 : 4);
        return sum * end / Steps / 3;
    }
}
