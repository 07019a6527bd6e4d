namespace DeepSharp.Tests.Golden;

public sealed class PenaltyGoldenTests
{
    public static TheoryData<string> Regularizers => PenaltyRunner.CasesWith("regularizer", "penalties");

    public static TheoryData<string> Constraints => PenaltyRunner.CasesWith("constraint", "penalties");

    [Theory]
    [MemberData(nameof(Regularizers))]
    public void Penalties_and_gradients_are_those_of_Keras(string id) => PenaltyRunner.CheckRegularizer("penalties", id);

    [Theory]
    [MemberData(nameof(Constraints))]
    public void Constrained_weights_are_those_of_Keras(string id) => PenaltyRunner.CheckConstraint("penalties", id);
}
