namespace DeepSharp.Tests.Golden;

public sealed class Pooling2GoldenTests
{
    public static TheoryData<string> Cases => GoldenArea.Theory("pooling2");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_and_gradients_are_those_of_Keras(string id) => LayerRunner.Check(GoldenArea.Load("pooling2").Open(id));
}
