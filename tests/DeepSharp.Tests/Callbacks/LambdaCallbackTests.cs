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
}
