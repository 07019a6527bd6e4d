using System.Reflection;
using DeepSharp.Kernels;

namespace DeepSharp.Tests.Ops;

/// <summary>What an op was made with can be read from it, as one who writes models in another format has to.</summary>
public class OpParameterTests
{
    private const BindingFlags Members = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;

    // Ops, and the functions and losses that some of them are given.
    private static readonly Type[] s_kinds = [typeof(Op), typeof(IUnaryFunction), typeof(IBinaryFunction), typeof(IElementLoss)];

    public static TheoryData<string> Types =>
        [.. typeof(Op).Assembly.GetTypes().Where(IsOfKind).Where(type => Parameters(type).Any()).Select(type => type.FullName!).Order()];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_parameter_of_the_constructor_is_a_property(string name)
    {
        Type type = typeof(Op).Assembly.GetType(name)!;
        string[] missing =
        [
            .. Parameters(type).Where(parameter => !type.GetProperties(Members).Any(property =>
                property.Name.Equals(parameter, StringComparison.OrdinalIgnoreCase))),
        ];
        Assert.True(missing.Length == 0, $"{type.Name}: give it a property for {string.Join(", ", missing)}.");
    }

    [Fact]
    public void Their_values_are_those_given()
    {
        var window = new SlidingWindow((2, 3), (1, 2), Padding.Same);
        Assert.Equal(window, new MaxPoolOp(window).Window);
        var reduce = new SumOp([1], keepDims: true, isMean: true);
        Assert.Equal([1], reduce.Axes);
        Assert.Equal((true, true), (reduce.KeepDims, reduce.IsMean));
        Assert.Equal((true, false), (MatMulOp.For(true, false).TransposeA, MatMulOp.For(true, false).TransposeB));
        Assert.Equal(0.25f, new UnaryOp<LeakyReLUFunction>("LeakyReLU", new LeakyReLUFunction(0.25f)).Function.Slope);
        Assert.True(new RecurrentOp<GruCell>("GRU", new RecurrentOptions() with { HasBias = true }).Options.HasBias);
    }

    // What constraints compute with is no part of an op.
    private static bool IsOfKind(Type type) =>
        !type.IsAbstract && type != typeof(NormFactorFunction) && Array.Exists(s_kinds, kind => type.IsAssignableTo(kind));

    private static IEnumerable<string> Parameters(Type type) => type.GetConstructors(Members)
        .SelectMany(constructor => constructor.GetParameters()).Select(parameter => parameter.Name!).Distinct();
}
