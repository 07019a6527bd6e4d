using F = DeepSharp.Ops;

namespace DeepSharp.Tests.Ops.Elementwise;

/// <summary>Functions of two variables against doubles, broadcast, with gradients by differences.</summary>
public class PairTests
{
    private static readonly Dictionary<string, (Func<Tensor, Tensor, Tensor> Function, Func<double, double, double> Reference)> s_all = new()
    {
        ["arctan2"] = (F.Arctan2, Math.Atan2),
        ["hypot"] = (F.Hypot, (x, y) => Math.Sqrt(x * x + y * y)),
        ["logaddexp"] = (F.LogAddExp, (x, y) => Math.Log(Math.Exp(x) + Math.Exp(y))),
        ["logaddexp2"] = (F.LogAddExp2, (x, y) => Math.Log2(Math.Pow(2, x) + Math.Pow(2, y))),
        ["ldexp"] = (F.Ldexp, (x, y) => x * Math.Pow(2, y)),
        ["divide_no_nan"] = (F.DivideNoNan, (x, y) => x / y),
        ["mod"] = (F.Mod, (x, y) => x - y * Math.Floor(x / y)),
        ["fmod"] = (F.Fmod, (x, y) => x % y),
        ["fmax"] = (F.Fmax, Math.Max),
        ["fmin"] = (F.Fmin, Math.Min),
    };

    public static TheoryData<string> Names => [.. s_all.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_and_gradients_are_those_of_doubles(string name)
    {
        (Func<Tensor, Tensor, Tensor> function, Func<double, double, double> reference) = s_all[name];
        Tensor x = OpData.Random([3, 4], 1, 0.55f, 2.9f), y = OpData.Random([4], 2, 0.6f, 0.9f);
        GradientCheck.Run(
            () => function(x, y), [x, y], at => [.. at[0].Select((value, i) => reference(value, at[1][i % 4]))], 2e-5);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_in_terms_of_ops_are_those_of_the_backward_pass(string name)
    {
        Tensor x = OpData.Random([6], 3, 0.55f, 2.9f), y = OpData.Random([6], 4, 0.6f, 0.9f);
        var tape = new GradientTape();
        tape.Watch(x);
        tape.Watch(y);
        Op op = null!;
        Tensor z = tape.Record(() =>
        {
            Tensor z = s_all[name].Function(x, y);
            op = z.Producer!.Op;
            return z;
        });
        Tensor?[] want = tape.Gradient(z, x, y);
        for (int i = 0; i < 2; i++)
        {
            Tensor got = op.GradientOps(i, [x, y], Tape.Run(op, x, y), F.OnesLike(x))!;
            TestData.AssertClose(Array.ConvertAll(want[i]!.ToArray(), value => (double)value), got.Span, 1e-5, 1e-5, $"{name} {i}");
        }
    }

    [Fact]
    public void Zeros_and_infinities_are_those_of_NumPy()
    {
        Tensor inf = Tensor.From([float.PositiveInfinity, float.NegativeInfinity, float.NegativeInfinity]);
        Assert.Equal([float.PositiveInfinity, float.NegativeInfinity, 1f], F.LogAddExp(inf, Tensor.From([1f, float.NegativeInfinity, 1f])).ToArray());
        Assert.Equal([0f, 2f], F.DivideNoNan(Tensor.From([3.0, 4.0]), Tensor.From([0.0, 2.0])).ToArray());
        Assert.Equal([0f, 0.5f, 1f], F.Heaviside(Tensor.From([-1.0, 0.0, 2.0]), Tensor.Scalar(0.5)).ToArray());
        Assert.Equal([2f, 1f], F.Mod(Tensor.From([-1.0, 7.0]), Tensor.Scalar(3)).ToArray());
        Assert.Equal([-1f, 1f], F.Fmod(Tensor.From([-1.0, 7.0]), Tensor.Scalar(3)).ToArray());
        Assert.Equal([-3f, 2f], F.FloorDivide(Tensor.From([-7.0, 7.0]), Tensor.Scalar(3)).ToArray());
        Assert.Equal([2f, 3f], F.Fmax(Tensor.From([float.NaN, 3f]), Tensor.From([2f, float.NaN])).ToArray());
        Assert.Equal(MathF.BitIncrement(1f), F.NextAfter(Tensor.Scalar(1), Tensor.Scalar(2)).Item());
    }

    [Fact]
    public void Bits_and_divisors_are_of_whole_numbers()
    {
        Tensor x = Tensor.From([12.0, -7.0]), y = Tensor.From([10.0, 3.0]);
        Assert.Equal([8f, 1f], F.BitwiseAnd(x, y).ToArray());
        Assert.Equal([14f, -5f], F.BitwiseOr(x, y).ToArray());
        Assert.Equal([6f, -6f], F.BitwiseXor(x, y).ToArray());
        Assert.Equal([-13f, 6f], F.BitwiseNot(x).ToArray());
        Assert.Equal([48f, -28f], F.LeftShift(x, Tensor.Scalar(2)).ToArray());
        Assert.Equal([3f, -2f], F.RightShift(x, Tensor.Scalar(2)).ToArray());
        Assert.Equal([2f, 1f], F.Gcd(x, y).ToArray());
        Assert.Equal([60f, 21f], F.Lcm(x, y).ToArray());
        Assert.Contains("whole numbers", Assert.Throws<ArgumentException>(() => F.Gcd(Tensor.Scalar(1.5), y)).Message, StringComparison.Ordinal);
        Assert.Contains("from 0 to 31", Assert.Throws<ArgumentException>(() => F.LeftShift(x, Tensor.Scalar(40))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Closeness_is_relative_to_the_second()
    {
        Tensor x = Tensor.From([1f, 1f, float.NaN, float.PositiveInfinity]), y = Tensor.From([1.000001f, 1.1f, float.NaN, float.PositiveInfinity]);
        Assert.Equal([1f, 0f, 0f, 1f], F.IsClose(x, y).ToArray());
        Assert.Equal([1f, 0f, 1f, 1f], F.IsClose(x, y, equalNan: true).ToArray());
        Assert.False(F.AllClose(x, y));
        Assert.True(F.AllClose(x, x, equalNan: true));
        Assert.Equal([0f, 1f], F.IsIn(Tensor.From([1.0, 2.0]), Tensor.From([2.0, 3.0])).ToArray());
        Assert.Equal([1f, 0f], F.IsIn(Tensor.From([1.0, 2.0]), Tensor.From([2.0, 3.0]), invert: true).ToArray());
        Assert.Equal([1f, 0f, 0f], F.LogicalXor(Tensor.From([1.0, 2.0, 0.0]), Tensor.From([0.0, 3.0, 0.0])).ToArray());
    }

    [Fact]
    public void Shapes_that_do_not_broadcast_are_refused_by_name() =>
        Assert.StartsWith("Hypot: ", ShapeError.Of(() => F.Hypot(Tensor.Zeros([2, 3]), Tensor.Zeros([2]))), StringComparison.Ordinal);
}
