using System.Reflection;

namespace DeepSharp.Tests.Structure;

/// <summary>What Keras takes as a string is taken as one: an option with names is a type that strings convert to, not an enum.</summary>
public class NamedOptionTests
{
    // Neither is a string in Keras: verbose is a number there, and kinds of arguments are none of its options.
    private static readonly Type[] s_enums = [typeof(Verbosity), typeof(CallArgumentKind)];

    public static TheoryData<Type, string> Options
    {
        get
        {
            var all = new TheoryData<Type, string>();
            foreach (Type type in typeof(Layer).Assembly.GetExportedTypes().Where(type => type.IsValueType || type == typeof(FScoreAverage)))
            {
                if (type.GetProperty("Name")?.PropertyType != typeof(string) || Conversion(type) is null) continue;
                foreach (PropertyInfo member in Members(type)) all.Add(type, member.Name);
            }

            return all;
        }
    }

    [Fact]
    public void No_option_is_an_enum() => Assert.Equal(
        s_enums.Select(type => type.Name).Order(),
        typeof(Layer).Assembly.GetExportedTypes().Where(type => type.IsEnum).Select(type => type.Name).Order());

    [Theory]
    [MemberData(nameof(Options))]
    public void Every_value_comes_of_its_name(Type type, string member)
    {
        object value = type.GetProperty(member)!.GetValue(null)!;
        string? name = (string?)type.GetProperty("Name")!.GetValue(value) ?? (TakesNull(type) ? null : value.ToString()!);
        Assert.Equal(value, Conversion(type)!.Invoke(null, [name]));
        var unknown = Assert.Throws<TargetInvocationException>(() => Conversion(type)!.Invoke(null, [name + "?"]));
        Assert.Contains(name + "?", Assert.IsType<ArgumentException>(unknown.InnerException).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_options_are_looked_at() =>
        Assert.Superset(
            new HashSet<object?> { typeof(Reduction), typeof(AUCCurve), typeof(AUCSummationMethod), typeof(R2Aggregation), typeof(FScoreAverage), typeof(MergeMode) },
            Options.Select(row => (object?)row.Data.Item1).ToHashSet());

    private static IEnumerable<PropertyInfo> Members(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Static).Where(one => one.PropertyType == type);

    // Keras's None is a null, not a name.
    private static bool TakesNull(Type type) =>
        new NullabilityInfoContext().Create(Conversion(type)!.GetParameters()[0]).WriteState == NullabilityState.Nullable;

    private static MethodInfo? Conversion(Type type) => type.GetMethod("op_Implicit", [typeof(string)]);
}
