using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>The derivatives of the functions of <see cref="UnaryOp{TFunction}"/> in terms of ops: a line each.</summary>
internal static class UnarySlopes
{
    private const double SELUScale = 1.0507009873554804934;
    private const double SELUFloor = 1.0507009873554804934 * 1.6732632423543772848;
    private const double RootOfTwoPi = 2.5066282746310005024;

    private static readonly Op s_softplus = new UnaryOp<SoftplusFunction>("Softplus", default);
    private static readonly Op s_normalShare = new UnaryOp<NormalShareFunction>("NormalShare", default);

    /// <summary>log(1 + eˣ).</summary>
    public static Tensor Softplus(Tensor x) => Tape.Run(s_softplus, x);

    /// <summary>f'(x), or null where there is no line for it.</summary>
    /// <param name="function">f, an unmanaged struct with its parameters.</param>
    /// <param name="x">What it was applied to.</param>
    /// <param name="y">f(x).</param>
    public static Tensor? Of(object function, Tensor x, Tensor y) => function switch
    {
        NegateFunction => Tensor.Constant(-1f),
        AffineFunction affine => Tensor.Constant(affine.Scale),
        ExponentialFunction => y,
        LogFunction => 1 / x,
        SqrtFunction => 0.5 / y,
        AbsFunction => x.Greater(0) - x.Less(0),
        SquareFunction => 2 * x,
        ArcTangentFunction => 1 / (1 + x.Square()),
        TanhFunction => 1 - y.Square(),
        SigmoidFunction => y * (1 - y),
        LogSigmoidFunction => (-x).Sigmoid(),
        SoftplusFunction => x.Sigmoid(),
        SoftsignFunction => 1 / (1 + x.Abs()).Square(),
        SiLUFunction => OfSiLU(x, x.Sigmoid()),
        MishFunction => OfMish(x, Softplus(x).Tanh()),
        GELUFunction => Tape.Run(s_normalShare, x) + x * Density(x),
        GELUTanhFunction => OfGELUTanh(x),
        NormalShareFunction => Density(x),
        TanhShrinkFunction => x.Tanh().Square(),
        SquareplusFunction curve => 0.5 + 0.5 * x / (x.Square() + curve.B).Sqrt(),
        ReLUFunction => y.Greater(0),
        ReLU6Function => y.Greater(0) * y.Less(6),
        LeakyReLUFunction leaky => Choose(x.Greater(0), 1, leaky.Slope),
        GeneralReLUFunction general => Tensor.Where(
            x.Greater(general.Threshold), x.LessOrEqual(general.Maximum), Tensor.Constant(general.Slope)),
        ELUFunction elu => Tensor.Where(x.Greater(0), Tensor.Constant(1f), y + elu.Alpha),
        CELUFunction celu => Tensor.Where(y.Greater(0), Tensor.Constant(1f), y / celu.Alpha + 1),
        SELUFunction => Tensor.Where(y.Greater(0), Tensor.Constant((float)SELUScale), y + SELUFloor),
        HardSigmoidFunction => x.Abs().Less(3) * (1.0 / 6),
        HardSiLUFunction => Tensor.Where(x.Abs().Less(3), x / 3 + 0.5, x.Greater(0)),
        HardTanhFunction => y.Abs().Less(1),
        HardShrinkFunction hard => x.Abs().Greater(hard.Threshold),
        SoftShrinkFunction soft => x.Abs().Greater(soft.Threshold),
        SparsePlusFunction => (0.5 * (x + 1)).Clip(0, 1),
        SparseSigmoidFunction => x.Abs().Less(1) * 0.5,
        ClipFunction clip => x.GreaterOrEqual(clip.Minimum) * x.LessOrEqual(clip.Maximum),
        ThresholdFunction threshold => x.Greater(threshold.Threshold),
        _ => null,
    };

    private static Tensor Choose(Tensor mask, float yes, float no) => Tensor.Where(mask, Tensor.Constant(yes), Tensor.Constant(no));

    // φ(x)
    private static Tensor Density(Tensor x) => (x.Square() * -0.5).Exp() / RootOfTwoPi;

    private static Tensor OfSiLU(Tensor x, Tensor sigmoid) => sigmoid * (1 + x * (1 - sigmoid));

    // With t = tanh(softplus(x)).
    private static Tensor OfMish(Tensor x, Tensor t) => t + x * (1 - t.Square()) * x.Sigmoid();

    // y = x·σ(u) with u = x·(a + b·x²), and u' = a + 3·b·x². Beyond ±30 σ is 0 or 1.
    private static Tensor OfGELUTanh(Tensor x)
    {
        const double Linear = 1.5957691216057308, Cubic = 0.0713548162726009;
        Tensor bounded = x.Clip(-30, 30), square = bounded.Square();
        Tensor sigmoid = (bounded * (Linear + Cubic * square)).Sigmoid();
        return sigmoid + bounded * sigmoid * (1 - sigmoid) * (Linear + 3 * Cubic * square);
    }
}
