using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace DeepSharp.Tests.Golden;

/// <summary>Holds the data and the theories together: a case in the data that no theory runs, or a theory that skips, fails here.</summary>
public sealed class GoldenCoverageTests
{
    private static readonly Dictionary<string, Type> s_tests = new()
    {
        ["activations"] = typeof(ActivationGoldenTests),
        ["conv2d"] = typeof(Conv2DGoldenTests),
        ["core"] = typeof(CoreGoldenTests),
        ["fit"] = typeof(FitGoldenTests),
        ["initializers"] = typeof(InitializerGoldenTests),
        ["losses"] = typeof(LossGoldenTests),
        ["metrics"] = typeof(MetricGoldenTests),
        ["optimizers"] = typeof(OptimizerGoldenTests),
        ["pooling"] = typeof(PoolingGoldenTests),
        ["train"] = typeof(TrainGoldenTests),
    };

    [Fact]
    public void Every_area_in_the_data_has_a_test_class() => Assert.Equal(GoldenArea.Names, s_tests.Keys.Order());

    [Fact]
    public async Task Every_case_in_the_data_is_run_by_a_theory()
    {
        await using var disposal = new DisposalTracker();
        foreach ((string area, Type tests) in s_tests)
        {
            var run = new HashSet<string>();
            foreach (MethodInfo method in tests.GetMethods().Where(method => method.GetCustomAttribute<TheoryAttribute>() is not null))
            {
                Assert.Null(method.GetCustomAttribute<TheoryAttribute>()!.Skip);
                foreach (IDataAttribute data in method.GetCustomAttributes().OfType<IDataAttribute>())
                {
                    Assert.Null(data.Skip);
                    foreach (ITheoryDataRow row in await data.GetData(method, disposal)) run.Add((string)row.GetData()[0]!);
                }
            }

            Assert.Equal(GoldenArea.Load(area).Ids.Order(), run.Order());
        }
    }
}
