namespace DeepSharp.Tests.Golden;

public sealed class Conv2DGoldenTests
{
    public static TheoryData<string> Cases => GoldenArea.Theory("conv2d");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_and_gradients_are_those_of_Keras(string id) => LayerRunner.Check(GoldenArea.Load("conv2d").Open(id));
}
