using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>The element-wise ops that have no parameters, made once.</summary>
internal static class MathOps
{
    public static readonly Op Negate = new UnaryOp<NegateFunction>("Negate", default);
    public static readonly Op Exp = new UnaryOp<ExponentialFunction>("Exp", default);
    public static readonly Op Log = new UnaryOp<LogFunction>("Log", default);
    public static readonly Op Sqrt = new UnaryOp<SqrtFunction>("Sqrt", default);
    public static readonly Op Abs = new UnaryOp<AbsFunction>("Abs", default);
    public static readonly Op Square = new UnaryOp<SquareFunction>("Square", default);
    public static readonly Op ArcTangent = new UnaryOp<ArcTangentFunction>("Arctan", default);
    public static readonly Op Tanh = new UnaryOp<TanhFunction>("Tanh", default);
    public static readonly Op Sigmoid = new UnaryOp<SigmoidFunction>("Sigmoid", default);

    public static readonly Op Add = new BroadcastBinaryOp<AddFunction>("Add", default);
    public static readonly Op Subtract = new BroadcastBinaryOp<SubtractFunction>("Subtract", default);
    public static readonly Op Multiply = new BroadcastBinaryOp<MultiplyFunction>("Multiply", default);
    public static readonly Op Divide = new BroadcastBinaryOp<DivideFunction>("Divide", default);
    public static readonly Op Power = new BroadcastBinaryOp<PowerFunction>("Power", default);
    public static readonly Op Maximum = new BroadcastBinaryOp<MaximumFunction>("Maximum", default);
    public static readonly Op Minimum = new BroadcastBinaryOp<MinimumFunction>("Minimum", default);

    public static readonly Op Greater = new CompareOp<GreaterFunction>("Greater");
    public static readonly Op GreaterOrEqual = new CompareOp<GreaterOrEqualFunction>("GreaterOrEqual");
    public static readonly Op Less = new CompareOp<LessFunction>("Less");
    public static readonly Op LessOrEqual = new CompareOp<LessOrEqualFunction>("LessOrEqual");
    public static readonly Op EqualTo = new CompareOp<EqualFunction>("EqualTo");
    public static readonly Op NotEqualTo = new CompareOp<NotEqualFunction>("NotEqualTo");

    public static readonly Op LogicalOr = new CompareOp<LogicalOrFunction>("LogicalOr");
    public static readonly Op LogicalAnd = new CompareOp<LogicalAndFunction>("LogicalAnd");

    public static readonly Op Softmax = new SoftmaxOp(-1);
    public static readonly Op LogSoftmax = new LogSoftmaxOp(-1);
}
