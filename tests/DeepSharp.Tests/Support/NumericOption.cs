using System.Reflection;
using DeepSharp.Layers;

namespace DeepSharp.Tests;

/// <summary>
/// One number that a user gives to something that a model is made of: a parameter of a public constructor, factory or operator, or a
/// property. All of them are found by reflection, so that a class of tomorrow takes part by itself.
/// </summary>
/// <param name="Owner">The member that takes the number, such as <c>Dropout(rate)</c>.</param>
/// <param name="Name">The name of the parameter or property.</param>
/// <param name="Made">What the member makes.</param>
/// <param name="Make">The same of a number.</param>
internal sealed record NumericOption(string Owner, string Name, Type Made, Func<double, object> Make)
{
    /// <summary>What files hold, and what steers a training.</summary>
    private static readonly Type[] s_kinds =
    [
        typeof(Activation), typeof(Callback), typeof(ClassWeight), typeof(Constraint), typeof(Initializer), typeof(Layer),
        typeof(LearningRateSchedule), typeof(Loss), typeof(LossWeights), typeof(Metric), typeof(Optimizer), typeof(OptimizerOptions),
        typeof(Progbar), typeof(RenormClipping), typeof(SymbolicTensor),
    ];

    /// <summary>Members that take spans, which reflection cannot pass, or to which something unusual belongs.</summary>
    private static readonly Dictionary<string, Func<double, object>> s_made = new()
    {
        ["Discretization(epsilon)"] = number => new Discretization(numBins: 3, epsilon: number),
        ["RandomPosterization(valueRange)"] = number => new RandomPosterization(4, (-2, number)),
        ["ClassWeight.Create(weights)"] = number => ClassWeight.Create([new(0, number)]),
        ["LossWeights.Create(weights)"] = number => LossWeights.Create([number]),
        ["PiecewiseConstantDecay(values)"] = number => new PiecewiseConstantDecay([2], [number, 0.5]),
        ["LearningRateSchedule.PiecewiseConstantDecay(values)"] = number => LearningRateSchedule.PiecewiseConstantDecay([2], [number, 0.5]),
        ["PiecewiseConstantDecay(values) of floats"] = number => new PiecewiseConstantDecay([2], [(float)number, 0.5f]),
    };

    public override string ToString() => Owner;

    public static IReadOnlyList<NumericOption> All() =>
        [.. typeof(Model).Assembly.GetExportedTypes().Where(type => !type.IsGenericTypeDefinition).SelectMany(Of)];

    /// <summary>
    /// Public types that are made of a number, or take one as a property, and are of no kind that is looked at. The values of a tensor are
    /// data, and those of logs are results, which may be anything.
    /// </summary>
    public static IEnumerable<Type> Overlooked() => typeof(Model).Assembly.GetExportedTypes().Where(type =>
        type != typeof(Tensor) && type != typeof(Logs) && !IsKind(type) && !IsNumber(type) && (
            type.GetConstructors().Any(constructor => constructor.GetParameters().Any(parameter => IsNumber(parameter.ParameterType)))
            || type.GetProperties().Any(property => property.SetMethod is { IsPublic: true } && IsNumber(property.PropertyType))));

    private static IEnumerable<NumericOption> Of(Type type)
    {
        const BindingFlags Own = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        if (IsKind(type) && !type.IsAbstract)
        {
            foreach (NumericOption option in type.GetConstructors().SelectMany(constructor => OfParameters(type, constructor)))
            {
                yield return option;
            }
        }

        // Applications make whole graphs, of layers that take part themselves; ApplicationOptionsTests has their numbers.
        if (type == typeof(DeepSharp.Applications)) yield break;

        // The rate of a schedule at a step and the like are what it gives, not what it is given.
        foreach (MethodInfo method in type.GetMethods(Own).Where(method => IsKind(method.ReturnType) && !IsAccessor(method)))
        {
            foreach (NumericOption option in OfParameters(type, method)) yield return option;
        }

        if (!IsKind(type)) yield break;
        foreach (PropertyInfo property in type.GetProperties(Own).Where(property => property.SetMethod is { IsPublic: true }))
        {
            if (!IsNumber(property.PropertyType)) continue;
            object?[] place = [.. property.GetIndexParameters().Select(Usual)];
            yield return new NumericOption($"{type.Name}.{property.Name}", property.Name, type, number =>
            {
                object owner = type.IsAbstract ? new SGD() : MadeAsUsual(type.GetConstructors()[0]);
                Unwrapped(() => property.SetMethod!.Invoke(owner, [.. place, Converted(number, property.PropertyType)]));
                return owner;
            });
        }
    }

    private static IEnumerable<NumericOption> OfParameters(Type type, MethodBase member)
    {
        ParameterInfo[] parameters = member.GetParameters();
        Type made = member is MethodInfo method ? method.ReturnType : type;
        for (int i = 0; i < parameters.Length; i++)
        {
            (int place, ParameterInfo parameter) = (i, parameters[i]);
            string owner = $"{type.Name}{(member.IsConstructor ? "" : "." + member.Name)}({parameter.Name})";
            string key = owner;
            if (HoldsNumbers(parameter.ParameterType) && parameter.ParameterType.IsByRefLike)
            {
                key = s_made.ContainsKey(owner + " of floats") && parameter.ParameterType == typeof(ReadOnlySpan<float>)
                    ? owner + " of floats" : owner;
            }

            if (s_made.TryGetValue(key, out Func<double, object>? make))
            {
                yield return new NumericOption(key, parameter.Name!, made, make);
            }
            else if (IsNumber(parameter.ParameterType) || HoldsNumbers(parameter.ParameterType))
            {
                yield return new NumericOption(owner, parameter.Name!, made, number =>
                {
                    object?[] arguments =
                        [.. parameters.Select((other, i) => i == place ? Converted(number, other.ParameterType) : Usual(other))];
                    object? self = member.IsStatic || member.IsConstructor ? null : UsualTensor();
                    return Unwrapped(() => member is ConstructorInfo constructor
                        ? constructor.Invoke(arguments) : member.Invoke(self, arguments))!;
                });
            }
        }
    }

    private static bool IsKind(Type type) => s_kinds.Any(kind => kind.IsAssignableFrom(type));

    private static bool IsAccessor(MethodInfo method) => method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static bool IsNumber(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is var plain
        && (plain == typeof(double) || plain == typeof(float) || plain == typeof(Half) || plain == typeof(LearningRate)
            || plain == typeof(FactorRange) || plain == typeof(ValueRange));

    // Arrays, lists, spans and dictionaries of numbers.
    private static bool HoldsNumbers(Type type) =>
        type.IsArray ? IsNumber(type.GetElementType()!)
        : type.IsGenericType && type.Namespace is "System" or "System.Collections.Generic"
            && type.GetGenericArguments() is [.., var last] && !typeof(Delegate).IsAssignableFrom(type)
            && Nullable.GetUnderlyingType(type) is null && (IsNumber(last) || HoldsNumbers(last));

    private static object Converted(double number, Type type)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(float)) return (float)number;
        if (plain == typeof(Half)) return (Half)number;
        if (plain == typeof(LearningRate)) return (LearningRate)number;
        if (plain == typeof(FactorRange)) return (FactorRange)number;
        if (plain == typeof(ValueRange)) return (ValueRange)(-2, number);
        if (plain == typeof(float[])) return new[] { (float)number };
        if (plain == typeof(double[]) || plain == typeof(IReadOnlyList<double>)) return new[] { number };
        if (plain == typeof(IEnumerable<KeyValuePair<int, float>>)) return Converted(number, typeof(Dictionary<int, float>));
        if (plain == typeof(IEnumerable<KeyValuePair<int, double>>)) return Converted(number, typeof(Dictionary<int, double>));
        if (plain == typeof(Dictionary<int, float>)) return new Dictionary<int, float> { [0] = (float)number };
        if (plain == typeof(Dictionary<int, double>)) return new Dictionary<int, double> { [0] = number };
        if (plain == typeof(Dictionary<string, float>)) return new Dictionary<string, float> { ["out"] = (float)number };
        if (plain == typeof(Dictionary<string, double>)) return new Dictionary<string, double> { ["out"] = number };
        return plain == typeof(double) ? number : throw new NotSupportedException($"Say how {type} is made of a number.");
    }

    private static object? Usual(ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        if (parameter.HasDefaultValue)
        {
            return parameter.DefaultValue is not { } value ? type.IsValueType ? Activator.CreateInstance(type) : null
                : plain.IsEnum ? Enum.ToObject(plain, value) : value;
        }

        if (IsNumber(type)) return Converted(0.5, type);
        return plain == typeof(int) ? 2
            : type == typeof(Size2D) ? (Size2D)2
            : type == typeof(Size3D) ? (Size3D)2
            : type == typeof(IReadOnlyList<int>) ? new[] { -1 }
            : type == typeof(Optimizer) ? new Adam()
            : type == typeof(SymbolicTensor) ? UsualTensor()
            : type == typeof(Optimizer) ? new SGD()
            : type == typeof(string) ? "out"
            : type == typeof(double[]) ? Array.Empty<double>()
            : throw new NotSupportedException($"Say what {parameter.Member.DeclaringType}.{parameter.Member} takes as {parameter}.");
    }

    private static object MadeAsUsual(ConstructorInfo constructor) => constructor.Invoke([.. constructor.GetParameters().Select(Usual)]);

    private static Input UsualTensor() => new([2]);

    private static object? Unwrapped(Func<object?> call)
    {
        try
        {
            return call();
        }
        catch (TargetInvocationException exception) when (exception.InnerException is { } inner)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(inner);
            throw;
        }
    }
}
