using System.Reflection;
using DeepSharp.Kernels;

namespace DeepSharp.Tests.Autograd;

/// <summary>
/// Which ops have second derivatives. That they are right is tested where the op is: <see cref="GradientCheck"/> compares them with its
/// reference in doubles.
/// </summary>
public class SecondDerivativeTests
{
    // Their results do not vary, or not with what has gradients, or are for predictions: there is no first derivative.
    private static readonly string[] s_constant =
    [
        nameof(AdaptiveEqualizeOp), "ColorOp`1", nameof(ConvolutionBandsOp), nameof(EqualizeOp), nameof(PackedLinearOp), nameof(StretchContrastOp),
        nameof(ArgMaxOp), "CompareOp`1", nameof(FilledOp), nameof(IgnoredLabelsOp), nameof(MaskWeightsOp), nameof(OneHotOp),
        nameof(ReduceLogicalOp), nameof(SignTargetsOp),
    ];

    // Named in SecondDerivativeCheck.Refused by what errors call them.
    private static readonly string[] s_refused =
    [
        nameof(AdaptiveMaxPoolOp), nameof(CircleOp), nameof(CtcOp), nameof(DisplaceOp), nameof(FirstGradientOp), nameof(GrayOp), "ImageMapOp`1",
        "RecurrentOp`1", nameof(SampleOp), nameof(SegmentOp), nameof(SparsemaxOp),
    ];

    private static readonly string[] s_ways = [nameof(Op.GradientOps), nameof(Op.OutputOps), nameof(Op.IsLinearIn)];

    public static TheoryData<string> Ops => [.. Types().Where(type => type.IsSubclassOf(typeof(Op))).Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Ops))]
    public void Every_op_has_second_derivatives_or_is_on_a_list(string name)
    {
        Type op = Types().Single(type => type.IsSubclassOf(typeof(Op)) && type.Name == name);
        bool has = op.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.NonPublic)
            .Any(method => s_ways.Contains(method.Name) && method.DeclaringType != typeof(Op));
        Assert.True(
            has != (s_constant.Contains(name) || s_refused.Contains(name)),
            $"{name}: say its gradient in terms of ops (Op.GradientOps, Op.OutputOps or Op.IsLinearIn), or put it on a list here, but not both.");
    }

    public static TheoryData<string> Functions => [.. Implementing(typeof(IUnaryGradient)).Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Functions))]
    public void Every_function_of_one_variable_has_a_line(string name)
    {
        Tensor x = Tensor.From([0.3f, 0.7f]);
        Assert.NotNull(UnarySlopes.Of(Make(Implementing(typeof(IUnaryGradient)), name), x, x));
    }

    public static TheoryData<string> Pairs => [.. Implementing(typeof(IBinaryGradient)).Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Every_function_of_two_variables_has_a_line(string name)
    {
        Tensor x = Tensor.From([0.3f, 0.7f]);
        object function = Make(Implementing(typeof(IBinaryGradient)), name);
        Assert.NotNull(BinarySlopes.Left(function, x, x, x));
        Assert.NotNull(BinarySlopes.Right(function, x, x, x, x));
    }

    public static TheoryData<string> Losses =>
        [.. Implementing(typeof(IElementLoss)).Concat(Implementing(typeof(IPairLoss))).Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Losses))]
    public void Every_loss_has_a_line(string name)
    {
        Tensor x = Tensor.From([0.3f, 0.7f]);
        object loss = Make(Implementing(typeof(IElementLoss)).Concat(Implementing(typeof(IPairLoss))), name);
        Assert.True(ElementLosses.Of(loss, x, x) is not null || ElementLosses.OfRows(loss, x, x, [-1]) is not null);
    }

    private static IEnumerable<Type> Types() => typeof(Op).Assembly.GetTypes().Where(type => !type.IsAbstract);

    private static IEnumerable<Type> Implementing(Type contract) =>
        Types().Where(type => type.IsValueType && !Array.Exists(type.GetInterfaces(), IsOfImages) && !type.ContainsGenericParameters && contract.IsAssignableFrom(type));

    // What is done to images has numbers of each image.
    private static bool IsOfImages(Type contract) => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IImageFunction<>);

    private static object Make(IEnumerable<Type> types, string name) => Activator.CreateInstance(types.First(type => type.Name == name))!;
}
