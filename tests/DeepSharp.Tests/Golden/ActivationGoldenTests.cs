namespace DeepSharp.Tests.Golden;

public sealed class ActivationGoldenTests
{
    public static TheoryData<string> Cases => GoldenArea.Theory("activations");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_and_gradients_are_those_of_Keras(string id) => ActivationRunner.Check("activations", id);
}
