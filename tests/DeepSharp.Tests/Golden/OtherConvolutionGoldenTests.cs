namespace DeepSharp.Tests.Golden;

public sealed class OtherConvolutionGoldenTests
{
    public static TheoryData<string> Cases => GoldenArea.Theory("conv_other");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_and_gradients_are_those_of_Keras(string id) => LayerRunner.Check(GoldenArea.Load("conv_other").Open(id));
}
