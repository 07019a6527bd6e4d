namespace DeepSharp.Tests.Golden;

public sealed class MetricGoldenTests
{
    public static TheoryData<string> Cases => GoldenArea.Theory("metrics");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Results_after_each_update_are_those_of_Keras(string id) => MetricRunner.Check("metrics", id);
}
