namespace DeepSharp.Tests.Golden;

public sealed class AttentionGoldenTests
{
    public static TheoryData<string> Cases => GoldenArea.Theory("attention");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_and_gradients_are_those_of_Keras(string id) => LayerRunner.Check(GoldenArea.Load("attention").Open(id));
}
