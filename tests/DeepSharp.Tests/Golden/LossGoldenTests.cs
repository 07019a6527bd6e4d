namespace DeepSharp.Tests.Golden;

public sealed class LossGoldenTests
{
    public static TheoryData<string> Cases => GoldenArea.Theory("losses");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_and_gradients_are_those_of_Keras(string id) => LossRunner.Check("losses", id);
}
