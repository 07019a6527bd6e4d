namespace DeepSharp.Tests.Golden;

public sealed class RegularizerGoldenTests
{
    public static TheoryData<string> Cases => GoldenArea.Theory("penalties");

    [Theory]
    [MemberData(nameof(Cases))]
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
}
