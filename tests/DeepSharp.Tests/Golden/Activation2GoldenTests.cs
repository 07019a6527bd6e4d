namespace DeepSharp.Tests.Golden;

public sealed class Activation2GoldenTests
{
    public static TheoryData<string> Cases => GoldenArea.Theory("activations2");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_and_gradients_are_those_of_Keras(string id) => ActivationRunner.Check("activations2", id);
}
