namespace DeepSharp.Tests.Golden;

public sealed class Penalty2GoldenTests
{
    public static TheoryData<string> Regularizers => PenaltyRunner.CasesWith("regularizer", "penalties2");

    public static TheoryData<string> Constraints => PenaltyRunner.CasesWith("constraint", "penalties2");

    [Theory]
    [MemberData(nameof(Regularizers))]
    public void Penalties_and_gradients_are_those_of_Keras(string id) => PenaltyRunner.CheckRegularizer("penalties2", id);

    [Theory]
    [MemberData(nameof(Constraints))]
    public void Constrained_weights_are_those_of_Keras(string id) => PenaltyRunner.CheckConstraint("penalties2", id);
}
