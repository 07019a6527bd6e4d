using System.Collections;
using System.Reflection;

namespace DeepSharp.Tests.Golden;

/// <summary>Holds the data and the theories together: a case in the data that no theory runs, or a theory that skips, fails here.</summary>
public sealed class GoldenCoverageTests
{
    private static readonly Dictionary<string, Type> s_tests = new()
    {
        ["activations"] = typeof(ActivationGoldenTests),
        ["attention"] = typeof(AttentionGoldenTests),
        ["attention2"] = typeof(Attention2GoldenTests),
        ["activations2"] = typeof(Activation2GoldenTests),
        ["conv2"] = typeof(Conv2GoldenTests),
        ["conv2d"] = typeof(Conv2DGoldenTests),
        ["conv_other"] = typeof(OtherConvolutionGoldenTests),
        ["core"] = typeof(CoreGoldenTests),
        ["core2"] = typeof(Core2GoldenTests),
        ["dropout2"] = typeof(Dropout2GoldenTests),
        ["fit"] = typeof(FitGoldenTests),
        ["fit2"] = typeof(Fit2GoldenTests),
        ["functions2"] = typeof(Function2GoldenTests),
        ["initializers"] = typeof(InitializerGoldenTests),
        ["losses"] = typeof(LossGoldenTests),
        ["losses2"] = typeof(Loss2GoldenTests),
        ["masks2"] = typeof(MaskGoldenTests),
        ["metrics"] = typeof(MetricGoldenTests),
        ["metrics2"] = typeof(Metric2GoldenTests),
        ["normalization"] = typeof(NormalizationGoldenTests),
        ["normalization2"] = typeof(Normalization2GoldenTests),
        ["ops2"] = typeof(Ops2GoldenTests),
        ["optimizers"] = typeof(OptimizerGoldenTests),
        ["optimizers2"] = typeof(Optimizer2GoldenTests),
        ["penalties"] = typeof(PenaltyGoldenTests),
        ["penalties2"] = typeof(Penalty2GoldenTests),
        ["pooling"] = typeof(PoolingGoldenTests),
        ["pooling2"] = typeof(Pooling2GoldenTests),
        ["preprocessing2"] = typeof(PreprocessingGoldenTests),
        ["random2"] = typeof(Random2GoldenTests),
        ["recurrent"] = typeof(RecurrentGoldenTests),
        ["recurrent2"] = typeof(Recurrent2GoldenTests),
        ["resize2"] = typeof(Resize2GoldenTests),
        ["schedules"] = typeof(ScheduleGoldenTests),
        ["train"] = typeof(TrainGoldenTests),
        ["train2"] = typeof(Train2GoldenTests),
        ["utils2"] = typeof(Utils2GoldenTests),
    };

    [Fact]
    public void Every_area_in_the_data_has_a_test_class() => Assert.Equal(GoldenArea.Names, s_tests.Keys.Order());

    [Fact]
    public void Every_case_in_the_data_is_run_by_a_theory()
    {
        foreach ((string area, Type tests) in s_tests)
        {
            IEnumerable<string> run = tests.GetMethods().SelectMany(CasesOf).Distinct();
            Assert.Equal(GoldenArea.Load(area).Ids.Order(), run.Order());
        }
    }

    private static IEnumerable<string> CasesOf(MethodInfo method)
    {
        if (method.GetCustomAttribute<TheoryAttribute>() is not { } theory) return [];
        Assert.Null(theory.Skip);
        IEnumerable<string> inline = method.GetCustomAttributes<InlineDataAttribute>().Select(data => (string)data.Data[0]!);
        IEnumerable<string> members = method.GetCustomAttributes<MemberDataAttribute>()
            .SelectMany(data => Member(method.DeclaringType!, data.MemberName));
        return [.. inline, .. members];
    }

    private static IEnumerable<string> Member(Type tests, string name) =>
        ((IEnumerable)tests.GetProperty(name)!.GetValue(null)!).Cast<ITheoryDataRow>().Select(row => (string)row.GetData()[0]!);
}
