namespace DeepSharp.Tests.Golden;

public sealed class Recurrent2GoldenTests
{
    public static TheoryData<string> Cases => GoldenArea.Theory("recurrent2");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_states_and_gradients_are_those_of_Keras(string id) => LayerRunner.Check(GoldenArea.Load("recurrent2").Open(id));
}
