namespace DeepSharp.Tests.Golden;

public sealed class Ops2GoldenTests
{
    public static TheoryData<string> Cases => GoldenArea.Theory("ops2");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_and_gradients_are_those_of_Keras(string id) => OpRunner.Check("ops2", id, OpTable.Functions);
}
