namespace DeepSharp.Tests.Golden;

public sealed class Core2GoldenTests
{
    public static TheoryData<string> Cases => GoldenArea.Theory("core2");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_and_gradients_are_those_of_Keras(string id) => LayerRunner.Check(GoldenArea.Load("core2").Open(id));
}
