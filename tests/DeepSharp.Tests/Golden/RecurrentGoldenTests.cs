namespace DeepSharp.Tests.Golden;

public sealed class RecurrentGoldenTests
{
    public static TheoryData<string> Cases => GoldenArea.Theory("recurrent");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_states_and_gradients_are_those_of_Keras(string id) => LayerRunner.Check(GoldenArea.Load("recurrent").Open(id));
}
