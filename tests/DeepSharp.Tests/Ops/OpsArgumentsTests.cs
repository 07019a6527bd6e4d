using System.Reflection;

namespace DeepSharp.Tests.Ops;

/// <summary>A tensor that is not there is refused by the name that the caller sees.</summary>
public class OpsArgumentsTests
{
    private static readonly Dictionary<Type, object?> s_plain = new()
    {
        [typeof(int)] = 1,
        [typeof(double)] = 0.5,
        [typeof(float)] = 0.5f,
        [typeof(bool)] = false,
        [typeof(string)] = "ij,jk->ik",
        [typeof(Shape)] = new Shape(1, 1),
        [typeof(Size2D)] = (Size2D)1,
        [typeof(int[])] = new[] { 0 },
        [typeof(DType)] = default(DType),
    };

    public static TheoryData<string, string> Tensors
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (MethodInfo method in Faces)
            {
                foreach (ParameterInfo one in method.GetParameters().Where(IsRequired)) all.Add(method.ToString()!, one.Name!);
            }

            return all;
        }
    }

    private static IEnumerable<MethodInfo> Faces => typeof(DeepSharp.Ops).GetMethods(BindingFlags.Public | BindingFlags.Static)
        .Where(method => !method.GetParameters().Any(one => one.ParameterType.IsByRefLike));

    [Theory]
    [MemberData(nameof(Tensors))]
    public void A_null_is_refused_by_its_name(string face, string parameter)
    {
        MethodInfo method = Faces.Single(one => one.ToString() == face);
        object?[] arguments = [.. method.GetParameters().Select(one => one.Name == parameter ? null : Given(one))];
        var thrown = Assert.Throws<TargetInvocationException>(() => method.Invoke(null, arguments));
        Assert.Equal(parameter, Assert.IsType<ArgumentNullException>(thrown.InnerException).ParamName);
    }

    [Fact]
    public void Most_faces_are_looked_at() => Assert.InRange(Tensors.Count, 80, int.MaxValue);

    private static bool IsRequired(ParameterInfo one) => one.ParameterType == typeof(Tensor) && !one.HasDefaultValue;

    private static object? Given(ParameterInfo one)
    {
        if (one.ParameterType == typeof(Tensor)) return one.HasDefaultValue ? null : Tensor.Ones([1, 1]);
        if (one.HasDefaultValue && one.DefaultValue is not null) return one.DefaultValue;
        if (Nullable.GetUnderlyingType(one.ParameterType) is not null) return null;
        return s_plain.TryGetValue(one.ParameterType, out object? value) ? value
            : one.ParameterType.IsValueType ? Activator.CreateInstance(one.ParameterType) : null;
    }
}
