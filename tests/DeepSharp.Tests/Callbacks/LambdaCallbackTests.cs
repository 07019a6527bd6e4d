using DeepSharp.Callbacks;

namespace DeepSharp.Tests.Callbacks;

public class LambdaCallbackTests
{
    [Fact]
    public void Calls_its_functions_in_order()
    {
        var lines = new List<string>();
        Runs.Fit(
            new LambdaCallback(
                epoch => lines.Add($"epoch {epoch}"), (epoch, logs) => lines.Add($"epoch {epoch} end {logs.Loss}"),
                () => lines.Add("begin"),
                logs => lines.Add($"end {logs.Loss}"), batch => lines.Add($"batch {batch}"), (batch, _) => lines.Add($"batch {batch} end")),
            2);
        Assert.Equal(["begin", "epoch 0", "batch 0", "batch 0 end", "epoch 0 end 4", "end 4"], lines);
    }

    [Fact]
    public void Calls_its_functions_in_evaluation_and_prediction()
    {
        var lines = new List<string>();
        var callback = new LambdaCallback(
            onTestBegin: () => lines.Add("test"), onTestEnd: logs => lines.Add($"test end {logs.Loss}"),
            onTestBatchBegin: batch => lines.Add($"test {batch}"),
            onTestBatchEnd: (batch, logs) => lines.Add($"test {batch} end {logs.Loss}"),
            onPredictBegin: () => lines.Add("predict"), onPredictEnd: () => lines.Add("predict end"),
            onPredictBatchBegin: batch => lines.Add($"predict {batch}"), onPredictBatchEnd: batch => lines.Add($"predict {batch} end"));
        (Model model, _, _) = Runs.Fit(callback, 2);
        Assert.Empty(lines);
        (Tensor x, Tensor y) = (Tensor.From([0, 2], [2, 1]), Tensor.Zeros([2, 1]));
        model.Evaluate(x, y, batchSize: 1, verbose: Verbosity.Silent, callbacks: [callback]);
        model.Predict(x, batchSize: 1, callbacks: [callback]);
        Assert.Equal(
            [
                "test", "test 0", "test 0 end 0", "test 1", "test 1 end 8", "test end 8",
                "predict", "predict 0", "predict 0 end", "predict 1", "predict 1 end", "predict end",
            ],
            lines);
    }
}
