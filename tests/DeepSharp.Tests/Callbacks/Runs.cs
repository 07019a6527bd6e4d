using DeepSharp.Tests.Models;

namespace DeepSharp.Tests.Callbacks;

/// <summary>
/// Trainings for the tests of callbacks: one weight w, x = 1 and y = 0, so that the loss of an epoch is w² at its beginning.
/// </summary>
internal static class Runs
{
    /// <summary>Sets the weight before each epoch, so that the losses are known.</summary>
    public static (Model Model, History History, string Printed) Fit(Callback callback, params float[] weights)
    {
        Sequential model = SmallModels.Factor();
        model.Compile(new SGD(0f), "mse", ["mae"]);
        var output = new StringWriter { NewLine = "\n" };
        callback.Output = output;
        var script = new DeepSharp.Callbacks.LambdaCallback(onEpochBegin: epoch => model.Weights[0].Value.Span[0] = weights[epoch]);
        History history = model.Fit(
            Tensor.Ones([1, 1]), Tensor.Zeros([1, 1]), epochs: weights.Length, verbose: Verbosity.Silent, callbacks: [script, callback]);
        return (model, history, output.ToString());
    }
}
