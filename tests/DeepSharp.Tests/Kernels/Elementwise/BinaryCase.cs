using DeepSharp.Kernels;

namespace DeepSharp.Tests.Kernels.Elementwise;

/// <summary>A function of two variables under test, and the same in double with both partial derivatives.</summary>
public abstract record BinaryCase(string Name, Func<double, double, double> Reference)
{
    public static readonly BinaryCase[] All =
    [
        Make("Add", default(AddFunction), (a, b) => a + b, (_, _) => 1, (_, _) => 1),
        Make("Subtract", default(SubtractFunction), (a, b) => a - b, (_, _) => 1, (_, _) => -1),
        Make("Multiply", default(MultiplyFunction), (a, b) => a * b, (_, b) => b, (a, _) => a),
        Make("Divide", default(DivideFunction), (a, b) => a / b, (_, b) => 1 / b, (a, b) => -a / (b * b)),
        Make("Maximum", default(MaximumFunction), Math.Max, (a, b) => a >= b ? 1 : 0, (a, b) => a >= b ? 0 : 1),
        Make("Minimum", default(MinimumFunction), Math.Min, (a, b) => a <= b ? 1 : 0, (a, b) => a <= b ? 0 : 1),
        Make(
            "Power", default(PowerFunction), Math.Pow, (a, b) => b == 0 ? 0 : b * Math.Pow(a, b - 1),
            (a, b) => a > 0 ? Math.Pow(a, b) * Math.Log(a) : 0),
        Compare("Equal", default(EqualFunction), (a, b) => a == b),
        Compare("NotEqual", default(NotEqualFunction), (a, b) => a != b),
        Compare("Greater", default(GreaterFunction), (a, b) => a > b),
        Compare("GreaterOrEqual", default(GreaterOrEqualFunction), (a, b) => a >= b),
        Compare("Less", default(LessFunction), (a, b) => a < b),
        Compare("LessOrEqual", default(LessOrEqualFunction), (a, b) => a <= b),
        Compare("LogicalOr", default(LogicalOrFunction), (a, b) => a != 0 || b != 0),
        Compare("LogicalAnd", default(LogicalAndFunction), (a, b) => a != 0 && b != 0),
    ];

    public static TheoryData<string> Names => new(All.Select(one => one.Name));

    public static TheoryData<string> Differentiable => new(All.Where(one => one.Partials is not null).Select(one => one.Name));

    public (Func<double, double, double> Left, Func<double, double, double> Right)? Partials { get; init; }

    public static BinaryCase Find(string name) => All.Single(one => one.Name == name);

    internal abstract void Map(in BroadcastGeometry geometry, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y);

    internal abstract void Gradient(
        in BroadcastGeometry geometry, Operand operand, float[] a, float[] b, float[] y, float[] dy, Span<float> dx, bool accumulate);

    private static BinaryCase Make<TFunction>(
        string name, TFunction function, Func<double, double, double> reference, Func<double, double, double> left,
        Func<double, double, double> right)
        where TFunction : unmanaged, IBinaryFunction, IBinaryGradient =>
        new Of<TFunction>(name, function, reference) { Partials = (left, right) };

    private static BinaryCase Compare<TFunction>(string name, TFunction function, Func<double, double, bool> reference)
        where TFunction : unmanaged, IBinaryFunction => new Comparison<TFunction>(name, function, (a, b) => reference(a, b) ? 1 : 0);

    private sealed record Of<TFunction>(string Name, TFunction Function, Func<double, double, double> Reference)
        : BinaryCase(Name, Reference)
        where TFunction : unmanaged, IBinaryFunction, IBinaryGradient
    {
        internal override void Map(in BroadcastGeometry geometry, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) =>
            BroadcastKernels.Map(geometry, a, b, y, Function);

        internal override void Gradient(
            in BroadcastGeometry geometry, Operand operand, float[] a, float[] b, float[] y, float[] dy, Span<float> dx, bool accumulate) =>
            BroadcastKernels.AccumulateGradient(geometry, operand, a, b, y, dy, dx, Function, accumulate);
    }

    private sealed record Comparison<TFunction>(string Name, TFunction Function, Func<double, double, double> Reference)
        : BinaryCase(Name, Reference)
        where TFunction : unmanaged, IBinaryFunction
    {
        internal override void Map(in BroadcastGeometry geometry, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) =>
            BroadcastKernels.Map(geometry, a, b, y, Function);

        internal override void Gradient(
            in BroadcastGeometry geometry, Operand operand, float[] a, float[] b, float[] y, float[] dy, Span<float> dx, bool accumulate) =>
            throw new NotSupportedException();
    }
}
