using System.Reflection;

namespace DeepSharp.Tests.Optimizers;

/// <summary>Optimizers and schedules are made with <c>new</c> and, as losses and metrics, by a member of their base class.</summary>
public class BothWaysTests
{
    public static TheoryData<Type> Classes =>
    [
        .. typeof(Optimizer).Assembly.GetExportedTypes().Where(type =>
            !type.IsAbstract && (type.IsSubclassOf(typeof(Optimizer)) || type.IsSubclassOf(typeof(LearningRateSchedule)))),
    ];

    [Theory]
    [MemberData(nameof(Classes))]
    public void The_member_has_the_parameters_of_the_constructor(Type type)
    {
        Type kind = type.IsSubclassOf(typeof(Optimizer)) ? typeof(Optimizer) : typeof(LearningRateSchedule);
        MethodInfo member = kind.GetMethod(type.Name, BindingFlags.Public | BindingFlags.Static)!;
        Assert.Equal(type, member.ReturnType);
        Assert.Contains(
            type.GetConstructors(),
            constructor => constructor.GetParameters().Select(Described).SequenceEqual(member.GetParameters().Select(Described)));

        static (string?, Type, object?) Described(ParameterInfo one) => (one.Name, one.ParameterType, Default(one));

        static object? Default(ParameterInfo one) => one.HasDefaultValue ? one.DefaultValue : DBNull.Value;
    }

    [Fact]
    public void Both_make_the_same()
    {
        Optimizer one = Optimizer.Adam(1e-2, beta1: 0.8, amsgrad: true, clipNorm: 1, name: "a");
        Optimizer other = new Adam(1e-2, beta1: 0.8, amsgrad: true, clipNorm: 1, name: "a");
        Assert.Equal(other.ToConfig().ToJsonString(), one.ToConfig().ToJsonString());
        Assert.Equal(new CosineDecay(0.1, 100, alpha: 0.01), LearningRateSchedule.CosineDecay(0.1, 100, alpha: 0.01));
    }
}
