using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Golden;

/// <summary>Runs a loss of a golden case: values before and after the reduction, gradients, and its config.</summary>
internal static class LossRunner
{
    public static void Check(string area, string id)
    {
        GoldenCase golden = GoldenArea.Load(area).Open(id);
        Loss loss = Loss.FromConfig(ConfigSchema.Wrap("keras.losses", golden.Text("loss"), golden.Object("args")));
        Tensor target = golden.Tensor("y_true");
        Tensor prediction = golden.Tensor("y_pred");
        prediction.Mask = golden.OptionalTensor("y_pred_mask");
        Tensor? sampleWeight = golden.OptionalTensor("sample_weight");

        var tape = new GradientTape();
        tape.Watch(prediction);
        Tensor value = tape.Record(() => loss.Apply(target, prediction, sampleWeight));
        Tensor? gradient = tape.Gradient(value, prediction)[0];

        Tolerance.Output.Check("losses before the reduction", golden.Tensor("unreduced"), loss.PerSample(target, prediction));
        Tolerance.Output.Check("value", golden.Tensor("value"), value);
        Tolerance.Gradient.Check("gradient of the prediction", golden.Tensor("grad_y_pred"), gradient);
        Assert.Equal(loss, Loss.FromConfig(loss.ToConfig()));
        if (golden["config"] is not null) CheckConfig(golden.Object("config"), loss.ToConfig()["config"]!.AsObject());
        golden.AssertEverythingRead();
    }

    // Keras forgets the parameters of some, such as Huber's delta, which it would read: they are written here.
    private static void CheckConfig(JsonObject want, JsonObject got)
    {
        foreach ((string key, JsonNode? value) in want) ConfigComparison.Check(key, value, got[key]);
    }
}
