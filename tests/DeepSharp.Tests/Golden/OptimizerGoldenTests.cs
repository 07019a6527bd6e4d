using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Golden;

public sealed class OptimizerGoldenTests
{
    // Options of Keras's that the optimizers do not have, and that Keras writes even where they are off.
    private static readonly string[] s_unsupported = ["use_ema", "ema_momentum"];

    public static TheoryData<string> Cases => GoldenArea.Theory("optimizers");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Weights_after_each_step_are_those_of_Keras(string id)
    {
        GoldenCase golden = GoldenArea.Load("optimizers").Open(id);
        JsonObject config = ConfigSchema.Wrap("keras.optimizers", golden.Text("optimizer"), golden.Object("args"));
        Optimizer optimizer = Optimizer.FromConfig(config);
        Variable[] weights = [.. golden.Tensors("initial").Zip(golden.List("params"), (value, name) => new Variable(value, (string)name!))];
        optimizer.Build(weights);

        for (int step = 0; step < (int)golden["steps"]!; step++)
        {
            optimizer.Apply(weights, [.. golden.List("grads")[step]!.AsArray().Select(name => golden.Tensor(name!))]);

            JsonArray after = golden.List("after")[step]!.AsArray();
            for (int i = 0; i < weights.Length; i++)
            {
                Tolerance.OptimizerStep.Check($"{weights[i].Name} after step {step + 1}", golden.Tensor(after[i]!), weights[i].Value);
            }

            Assert.Equal((long)golden.List("iterations")[step]!, optimizer.Iterations);
        }

        CheckState(golden, optimizer, weights);
        golden.AssertEverythingRead();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Config_is_that_of_Keras(string id)
    {
        GoldenCase golden = GoldenArea.Load("optimizers").Open(id);
        JsonObject config = ConfigSchema.Wrap("keras.optimizers", golden.Text("optimizer"), golden.Object("config"));
        Optimizer optimizer = Optimizer.FromConfig(config);

        ConfigComparison.CheckAll(golden.Object("config"), optimizer.ToConfig()["config"]!.AsObject(), s_unsupported);
    }

    private static void CheckState(GoldenCase golden, Optimizer optimizer, Variable[] weights)
    {
        Dictionary<string, Variable> slots = weights.SelectMany(optimizer.SlotsOf).ToDictionary(slot => slot.Path);
        foreach (JsonNode? variable in golden.List("variables"))
        {
            string path = (string)variable!["path"]!;
            Tensor want = golden.Tensor(variable["value"]!);
            if (path.EndsWith("/iteration", StringComparison.Ordinal)) Assert.Equal(want.Item(), optimizer.Iterations);
            else if (path.EndsWith("/learning_rate", StringComparison.Ordinal)) Assert.Equal(want.Item(), optimizer.LearningRate);
            else if (slots.Remove(path, out Variable? slot)) Tolerance.OptimizerStep.Check(path, want, slot.Value);
            else Assert.Fail($"The optimizer keeps no '{path}' as Keras does.");
        }

        Assert.Empty(slots);
    }
}
