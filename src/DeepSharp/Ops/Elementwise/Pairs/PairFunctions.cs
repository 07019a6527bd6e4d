using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>Functions of two variables, a line or two each.</summary>
internal static class PairFunctions
{
    private const double Ln2 = 0.69314718055994530942;

    public static readonly Op Arctan2 = Op(new PairFunction(
        "Arctan2", Math.Atan2, (y, x, _) => x / (x * x + y * y), (y, x, _) => -y / (x * x + y * y),
        (y, x, _) => x / (Ops.Square(x) + Ops.Square(y)), (y, x, _) => -y / (Ops.Square(x) + Ops.Square(y))));

    public static readonly Op Hypot = Op(new PairFunction(
        "Hypot", double.Hypot, (x, _, z) => x / z, (_, y, z) => y / z, (x, _, z) => x / z, (_, y, z) => y / z));

    public static readonly Op LogAddExp = Op(new PairFunction(
        "LogAddExp", (x, y) => LogAddExpOf(x, y), (x, y, _) => Share(x - y), (x, y, _) => Share(y - x),
        (x, y, _) => (x - y).Sigmoid(), (x, y, _) => (y - x).Sigmoid()));

    public static readonly Op LogAddExp2 = Op(new PairFunction(
        "LogAddExp2", (x, y) => LogAddExpOf(x * Ln2, y * Ln2) / Ln2, (x, y, _) => Share((x - y) * Ln2), (x, y, _) => Share((y - x) * Ln2),
        (x, y, _) => ((x - y) * Ln2).Sigmoid(), (x, y, _) => ((y - x) * Ln2).Sigmoid()));

    public static readonly Op Ldexp = Op(new PairFunction(
        "Ldexp", (x, n) => x * Math.Pow(2, n), (_, n, _) => Math.Pow(2, n), (_, _, z) => Ln2 * z,
        (_, n, _) => Ops.Exp2(n), (_, _, z) => Ln2 * z));

    public static readonly Op DivideNoNan = Op(new PairFunction(
        "DivideNoNan", (x, y) => y == 0 ? 0 : x / y, (_, y, _) => y == 0 ? 0 : 1 / y, (_, y, z) => y == 0 ? 0 : -z / y,
        (_, y, _) => Ops.DivideNoNan(Ops.OnesLike(y), y), (_, y, z) => -Ops.DivideNoNan(z, y)));

    // The remainder has the sign of the divisor, as in Python.
    public static readonly Op Mod = Op(new PairFunction(
        "Mod", (x, y) => x - y * Math.Floor(x / y), (_, _, _) => 1, (x, y, _) => -Math.Floor(x / y),
        (x, _, _) => Ops.OnesLike(x), (x, y, _) => -Ops.Floor(x / y)));

    public static readonly Op Fmod = Op(new PairFunction(
        "Fmod", (x, y) => x % y, (_, _, _) => 1, (x, y, _) => -Math.Truncate(x / y),
        (x, _, _) => Ops.OnesLike(x), (x, y, _) => -Ops.Trunc(x / y)));

    // Where both are equal, the first has the gradient; a number beats NaN.
    public static readonly Op Fmax = Op(new PairFunction(
        "Fmax", double.MaxNumber, (x, _, z) => x == z ? 1 : 0, (x, y, z) => x != z && y == z ? 1 : 0,
        (x, _, z) => Ops.Equal(x, z), (x, y, z) => Ops.NotEqual(x, z) * Ops.Equal(y, z)));

    public static readonly Op Fmin = Op(new PairFunction(
        "Fmin", double.MinNumber, (x, _, z) => x == z ? 1 : 0, (x, y, z) => x != z && y == z ? 1 : 0,
        (x, _, z) => Ops.Equal(x, z), (x, y, z) => Ops.NotEqual(x, z) * Ops.Equal(y, z)));

    public static readonly Op FloorDivide = Op(new PairFunction("FloorDivide", (x, y) => Math.Floor((float)x / (float)y)));
    public static readonly Op Heaviside = Op(new PairFunction("Heaviside", (x, y) => double.IsNaN(x) ? x : x < 0 ? 0 : x > 0 ? 1 : y));
    public static readonly Op NextAfter = Op(new PairFunction("NextAfter", (x, y) =>
        NextAfterOf((float)x, (float)y), (_, _, _) => 1, null, (x, _, _) => Ops.OnesLike(x)));
    public static readonly Op LogicalXor = Op(new PairFunction("LogicalXor", (x, y) => (x != 0) != (y != 0) ? 1 : 0));

    public static readonly Op Gcd = Op(new PairFunction("Gcd", (x, y) => GcdOf(Whole("Gcd", x), Whole("Gcd", y))));
    public static readonly Op Lcm = Op(new PairFunction("Lcm", (x, y) => LcmOf(Whole("Lcm", x), Whole("Lcm", y))));
    public static readonly Op BitwiseAnd = Bits("BitwiseAnd", (x, y) => x & y);
    public static readonly Op BitwiseOr = Bits("BitwiseOr", (x, y) => x | y);
    public static readonly Op BitwiseXor = Bits("BitwiseXor", (x, y) => x ^ y);
    public static readonly Op LeftShift = Bits("LeftShift", (x, y) => x << Distance("LeftShift", y));
    public static readonly Op RightShift = Bits("RightShift", (x, y) => x >> Distance("RightShift", y));

    private static PairOp Op(PairFunction function) => new(function);

    private static PairOp Bits(string name, Func<long, long, long> value) =>
        Op(new PairFunction(name, (x, y) => value(Whole(name, x), Whole(name, y))));

    private static double LogAddExpOf(double x, double y) =>
        x == y ? x + Ln2 : Math.Max(x, y) + SpecialMath.LogPlusOne(Math.Exp(-Math.Abs(x - y)));

    private static double Share(double difference) => double.IsNaN(difference) ? 0.5 : 1 / (1 + Math.Exp(-difference));

    private static float NextAfterOf(float x, float y)
    {
        if (float.IsNaN(x) || float.IsNaN(y)) return float.NaN;
        if (x == y) return y;
        return x < y ? MathF.BitIncrement(x) : MathF.BitDecrement(x);
    }

    private static long GcdOf(long x, long y)
    {
        (x, y) = (Math.Abs(x), Math.Abs(y));
        while (y != 0) (x, y) = (y, x % y);
        return x;
    }

    private static long LcmOf(long x, long y) => x == 0 || y == 0 ? 0 : Math.Abs(x / GcdOf(x, y) * y);

    private static int Distance(string name, long bits) => bits is >= 0 and < 32
        ? (int)bits : throw new ArgumentException($"{name}: expected numbers of bits from 0 to 31 but got {bits}.");

    private static long Whole(string name, double value)
    {
        if (Math.Abs(value) <= 1 << 24 && value == Math.Truncate(value)) return (long)value;
        throw new ArgumentException(
            FormattableString.Invariant($"{name}: expected whole numbers within ±16,777,216, which floats hold, but got {value}."));
    }
}
