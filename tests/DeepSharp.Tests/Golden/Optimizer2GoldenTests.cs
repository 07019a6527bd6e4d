namespace DeepSharp.Tests.Golden;

public sealed class Optimizer2GoldenTests
{
    public static TheoryData<string> Cases => GoldenArea.Theory("optimizers2");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Weights_after_each_step_are_those_of_Keras(string id) => OptimizerRunner.CheckSteps("optimizers2", id);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Config_is_that_of_Keras(string id) => OptimizerRunner.CheckConfig("optimizers2", id);
}
