using DeepSharp.Kernels;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Kernels.Elementwise;

/// <summary>A function under test: the kernel's struct, the same in double, where it is defined and where it has kinks.</summary>
public abstract record UnaryCase(string Name, Func<double, double> Reference, double From, double To, double[] Kinks)
{
    public static readonly UnaryCase[] All =
    [
        Make("ReLU", default(ReLUFunction), x => Math.Max(x, 0), 0),
        Make("GeneralReLU", new GeneralReLUFunction(0.1f, 6f, 1f), x => UnaryReference.ReLU(x, 0.1f, 6, 1), 1, 6),
        Make("GeneralReLU plain", new GeneralReLUFunction(0f, float.PositiveInfinity, 0f), x => Math.Max(x, 0), 0),
        Make("ReLU6", default(ReLU6Function), x => Math.Clamp(x, 0, 6), 0, 6),
        Make("LeakyReLU", new LeakyReLUFunction(0.3f), x => x > 0 ? x : 0.3f * x, 0),
        Make("ELU", new ELUFunction(1f), x => UnaryReference.ELU(x, 1)),
        Make("ELU 0.7", new ELUFunction(0.7f), x => UnaryReference.ELU(x, 0.7f), 0),
        Make("SELU", default(SELUFunction), x => 1.0507009873554805 * UnaryReference.ELU(x, 1.6732632423543772), 0),
        Make("CELU", new CELUFunction(2f), x => x > 0 ? x : 2 * UnaryReference.ExpMinusOne(x / 2)),
        Make("GELU", default(GELUFunction), UnaryReference.GELU),
        Make("NormalShare", default(NormalShareFunction), x => x == 0 ? 0.5 : UnaryReference.GELU(x) / x),
        Make("GELUTanh", default(GELUTanhFunction), UnaryReference.GELUTanh),
        Make("Sigmoid", default(SigmoidFunction), UnaryReference.Sigmoid),
        Make("HardSigmoid", default(HardSigmoidFunction), x => Math.Clamp(x + 3, 0, 6) / 6, -3, 3),
        Make("SiLU", default(SiLUFunction), x => x * UnaryReference.Sigmoid(x)),
        Make("HardSiLU", default(HardSiLUFunction), x => x * Math.Clamp(x + 3, 0, 6) / 6, -3, 3),
        Make("Tanh", default(TanhFunction), Math.Tanh),
        Make("Softplus", default(SoftplusFunction), UnaryReference.Softplus),
        Make("Softsign", default(SoftsignFunction), x => x / (1 + Math.Abs(x))),
        Make("Exponential", default(ExponentialFunction), Math.Exp),
        Make("Mish", default(MishFunction), x => x * Math.Tanh(UnaryReference.Softplus(x))),
        Make("LogSigmoid", default(LogSigmoidFunction), x => -UnaryReference.Softplus(-x)),
        Make("HardTanh", default(HardTanhFunction), x => Math.Clamp(x, -1, 1), -1, 1),
        Make("TanhShrink", default(TanhShrinkFunction), x => x - Math.Tanh(x)),
        Make("SoftShrink", new SoftShrinkFunction(0.5f), x => Math.Abs(x) > 0.5 ? x - Math.Sign(x) * 0.5 : 0, -0.5, 0.5),
        Make("HardShrink", new HardShrinkFunction(0.5f), x => Math.Abs(x) > 0.5 ? x : 0, -0.5, 0.5),
        Make("Threshold", new ThresholdFunction(1f, 20f), x => x > 1 ? x : 20, 1),
        Make("Squareplus", new SquareplusFunction(4f), x => x > 0 ? (x + Math.Sqrt(x * x + 4)) / 2 : 2 / (Math.Sqrt(x * x + 4) - x)),
        Make("SparsePlus", default(SparsePlusFunction), UnaryReference.SparsePlus),
        Make("SparseSigmoid", default(SparseSigmoidFunction), x => Math.Clamp((x + 1) / 2, 0, 1), -1, 1),
        Make("Negate", default(NegateFunction), x => -x),
        Make("Abs", default(AbsFunction), Math.Abs, 0),
        Make("Square", default(SquareFunction), x => x * x),
        Make("Sqrt", default(SqrtFunction), Math.Sqrt) with { From = 1e-3 },
        Make("Log", default(LogFunction), Math.Log) with { From = 1e-3 },
        Make("Affine", new AffineFunction(0.75f, -1.5f), x => 0.75 * x - 1.5),
        Make("Clip", new ClipFunction(-2f, 3f), x => Math.Clamp(x, -2, 3), -2, 3),
    ];

    public static TheoryData<string> Names => new(All.Select(one => one.Name));

    public static UnaryCase Find(string name) => All.Single(one => one.Name == name);

    public abstract bool NeedsInput { get; }

    public abstract void Map(ReadOnlySpan<float> x, Span<float> y);

    public abstract void AccumulateGradient(
        ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, bool accumulate);

    public override string ToString() => Name;

    private static UnaryCase Make<TFunction>(string name, TFunction function, Func<double, double> reference, params double[] kinks)
        where TFunction : unmanaged, IUnaryFunction, IUnaryGradient => new Of<TFunction>(name, function, reference, kinks);

    private sealed record Of<TFunction>(string Name, TFunction Function, Func<double, double> Reference, double[] Kinks)
        : UnaryCase(Name, Reference, -15, 15, Kinks)
        where TFunction : unmanaged, IUnaryFunction, IUnaryGradient
    {
        public override bool NeedsInput => TFunction.NeedsInput;

        public override void Map(ReadOnlySpan<float> x, Span<float> y) => UnaryKernels.Map(x, y, Function);

        public override void AccumulateGradient(
            ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, bool accumulate) =>
            UnaryKernels.AccumulateGradient(x, y, dy, dx, Function, accumulate);

        public override string ToString() => Name;
    }
}
