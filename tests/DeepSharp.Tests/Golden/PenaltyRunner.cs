namespace DeepSharp.Tests.Golden;

/// <summary>Runs regularizers and constraints of golden cases.</summary>
internal static class PenaltyRunner
{
    public static void CheckRegularizer(string area, string id)
    {
        GoldenCase golden = GoldenArea.Load(area).Open(id);
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

    public static void CheckConstraint(string area, string id)
    {
        GoldenCase golden = GoldenArea.Load(area).Open(id);
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

    public static TheoryData<string> CasesWith(string kind, string area)
    {
        GoldenArea cases = GoldenArea.Load(area);
        return [.. cases.Ids.Where(id => cases.Open(id)[kind] is not null)];
    }
}
