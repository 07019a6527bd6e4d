using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Golden;

/// <summary>Runs optimizers of golden cases: weights after each step, state and config.</summary>
internal static class OptimizerRunner
{
    public static void CheckSteps(string area, string id)
    {
        GoldenCase golden = GoldenArea.Load(area).Open(id);
        Optimizer optimizer = OptimizerReader.Create(golden.Text("optimizer"), golden.Object("args"));
        Variable[] weights = [.. golden.Tensors("initial").Zip(golden.List("params"), (value, name) => new Variable(value, (string)name!))];
        if (golden["exclude_from_weight_decay"] is JsonArray excluded)
        {
            optimizer.ExcludeFromWeightDecay(names: [.. excluded.Select(name => (string)name!)]);
        }

        optimizer.Build(weights);

        for (int step = 0; step < golden.List("grads").Count; step++)
        {
            optimizer.Apply(weights, [.. golden.List("grads")[step]!.AsArray().Select(name => golden.Tensor(name!))]);

            JsonArray after = golden.List("after")[step]!.AsArray();
            for (int i = 0; i < weights.Length; i++)
            {
                Tolerance.OptimizerStep.Check($"{weights[i].Name} after step {step + 1}", golden.Tensor(after[i]!), weights[i].Value);
            }

            Assert.Equal((long)golden.List("iterations")[step]!, optimizer.Iterations);
            if (golden["scales"] is JsonArray scales) Assert.Equal((float)scales[step]!, ((LossScaleOptimizer)optimizer).DynamicScale);
        }

        CheckState(golden, optimizer);
        CheckFinalized(golden, optimizer, weights);
        golden.AssertEverythingRead();
    }

    public static void CheckConfig(string area, string id)
    {
        GoldenCase golden = GoldenArea.Load(area).Open(id);
        JsonObject config = ConfigSchema.Wrap("keras.optimizers", golden.Text("optimizer"), golden.Object("config"));
        Optimizer optimizer = Optimizer.FromConfig(config);
        JsonObject want = golden.Object("config"), got = optimizer.ToConfig()["config"]!.AsObject();

        // Keras names the module that its backend has the class in.
        if (want["inner_optimizer"] is JsonObject inner)
        {
            ConfigComparison.CheckAll(inner["config"]!.AsObject(), got["inner_optimizer"]!["config"]!.AsObject());
            want.Remove("inner_optimizer");
            got.Remove("inner_optimizer");
        }

        ConfigComparison.CheckAll(want, got);
    }

    private static void CheckState(GoldenCase golden, Optimizer optimizer)
    {
        JsonArray want = golden.List("variables");
        IReadOnlyList<Variable> state = optimizer.StateVariables;
        Assert.Equal(want.Select(variable => (string)variable!["path"]!), state.Select(variable => variable.Path));
        for (int i = 0; i < state.Count; i++)
        {
            Tensor value = golden.Tensor(want[i]!["value"]!);
            Tolerance.OptimizerStep.Check(state[i].Path, value, state[i].Value);
        }
    }

    private static void CheckFinalized(GoldenCase golden, Optimizer optimizer, Variable[] weights)
    {
        if (golden["finalized"] is null) return;
        optimizer.FinalizeVariableValues(weights);
        Tensor[] want = golden.Tensors("finalized");
        for (int i = 0; i < weights.Length; i++) Tolerance.OptimizerStep.Check($"{weights[i].Name} at the end", want[i], weights[i].Value);
    }
}
