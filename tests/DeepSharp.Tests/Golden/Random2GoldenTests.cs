namespace DeepSharp.Tests.Golden;

public sealed class Random2GoldenTests
{
    public static TheoryData<string> Cases => GoldenArea.Theory("random2");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_are_those_of_Keras(string id) => LayerRunner.Check(GoldenArea.Load("random2").Open(id));
}
