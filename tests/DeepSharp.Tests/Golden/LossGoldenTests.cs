namespace DeepSharp.Tests.Golden;

public sealed class LossGoldenTests
{
    public static TheoryData<string> Cases => GoldenArea.Theory("losses");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_and_gradients_are_those_of_Keras(string id)
    {
        GoldenCase golden = GoldenArea.Load("losses").Open(id);
        Loss loss = Loss.FromConfig(ConfigSchema.Wrap("keras.losses", golden.Text("loss"), golden.Object("args")));
        Tensor target = golden.Tensor("y_true");
        Tensor prediction = golden.Tensor("y_pred");
        Tensor? sampleWeight = golden.OptionalTensor("sample_weight");

        var tape = new GradientTape();
        tape.Watch(prediction);
        Tensor value = tape.Record(() => loss.Apply(target, prediction, sampleWeight));
        Tensor? gradient = tape.Gradient(value, prediction)[0];

        Tolerance.Output.Check("losses before the reduction", golden.Tensor("unreduced"), loss.PerSample(target, prediction));
        Tolerance.Output.Check("value", golden.Tensor("value"), value);
        Tolerance.Gradient.Check("gradient of the prediction", golden.Tensor("grad_y_pred"), gradient);
        Assert.Equal(loss, Loss.FromConfig(loss.ToConfig()));
        golden.AssertEverythingRead();
    }
}
