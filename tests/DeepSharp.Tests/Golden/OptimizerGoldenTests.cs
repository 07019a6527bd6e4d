namespace DeepSharp.Tests.Golden;

public sealed class OptimizerGoldenTests
{
    public static TheoryData<string> Cases => GoldenArea.Theory("optimizers");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Weights_after_each_step_are_those_of_Keras(string id) => OptimizerRunner.CheckSteps("optimizers", id);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Config_is_that_of_Keras(string id) => OptimizerRunner.CheckConfig("optimizers", id);
}
