namespace DeepSharp.Tests.Golden;

public sealed class PenaltyGoldenTests
{
    public static TheoryData<string> Regularizers => CasesWith("regularizer");

    public static TheoryData<string> Constraints => CasesWith("constraint");

    [Theory]
    [MemberData(nameof(Regularizers))]
    public void Penalties_and_gradients_are_those_of_Keras(string id)
    {
        GoldenCase golden = GoldenArea.Load("penalties").Open(id);
        Regularizer regularizer = Regularizer.FromConfig(
            ConfigSchema.Wrap("keras.regularizers", golden.Text("regularizer"), golden.Object("args")));
        Tensor x = golden.Tensor("input");
        var tape = new GradientTape();
        tape.Watch(x);
        Tensor penalty = tape.Record(() => regularizer.Apply(x));

        Tolerance.Output.Check("penalty", golden.Tensor("value"), penalty);
        Tolerance.Gradient.Check("gradient", golden.Tensor("input_grad"), tape.Gradient(penalty, x)[0]);
        Assert.Equal(regularizer, Regularizer.FromConfig(regularizer.ToConfig()));
        golden.AssertEverythingRead();
    }

    [Theory]
    [MemberData(nameof(Constraints))]
    public void Constrained_weights_are_those_of_Keras(string id)
    {
        GoldenCase golden = GoldenArea.Load("penalties").Open(id);
        Constraint constraint = Constraint.FromConfig(
            ConfigSchema.Wrap("keras.constraints", golden.Text("constraint"), golden.Object("args")));

        Tolerance.Output.Check("weight", golden.Tensor("output"), constraint.Apply(golden.Tensor("input")));
        foreach ((string key, System.Text.Json.Nodes.JsonNode? value) in golden.Object("args"))
        {
            ConfigComparison.Check(key, value, constraint.ToConfig()["config"]![key]);
        }

        Assert.Equal(constraint, Constraint.FromConfig(constraint.ToConfig()));
        golden.AssertEverythingRead();
    }

    private static TheoryData<string> CasesWith(string kind)
    {
        GoldenArea area = GoldenArea.Load("penalties");
        return [.. area.Ids.Where(id => area.Open(id)[kind] is not null)];
    }
}
