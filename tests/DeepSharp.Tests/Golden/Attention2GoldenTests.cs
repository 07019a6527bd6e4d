namespace DeepSharp.Tests.Golden;

public sealed class Attention2GoldenTests
{
    public static TheoryData<string> Cases => GoldenArea.Theory("attention2");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_masks_and_gradients_are_those_of_Keras(string id) => LayerRunner.Check(GoldenArea.Load("attention2").Open(id));
}
