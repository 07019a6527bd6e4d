using System.Text.Json.Nodes;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Serialization;

/// <summary>What <see cref="Optimizer.ExcludeFromWeightDecay"/> said is a part of the file.</summary>
public class WeightDecayExclusionTests
{
    [Fact]
    public void Names_that_are_left_out_stay_left_out_bit_for_bit() =>
        AssertGoesOn(model => model.Optimizer!.ExcludeFromWeightDecay(names: ["bias"]));

    [Fact]
    public void Weights_that_are_left_out_stay_left_out_bit_for_bit() =>
        AssertGoesOn(model => model.Optimizer!.ExcludeFromWeightDecay([model.Weights[2]], ["bias"]));

    [Fact]
    public void The_config_has_names_and_keys_of_weights()
    {
        Sequential model = Compiled();
        model.Optimizer!.ExcludeFromWeightDecay([model.Weights[2]], ["bias"]);
        JsonObject config = CompileConfig.Of(model)!;
        Assert.Equal("""{"names":["bias"],"weights":["dense_1/kernel"]}""", config["weight_decay_exclusions"]!.ToJsonString());
    }

    [Fact]
    public void A_file_without_exclusions_has_no_key_for_them() =>
        Assert.False(CompileConfig.Of(Compiled())!.ContainsKey("weight_decay_exclusions"));

    [Fact]
    public void A_weight_that_the_model_does_not_have_is_an_error_of_the_file()
    {
        Sequential model = Compiled();
        model.Optimizer!.ExcludeFromWeightDecay([model.Weights[2]]);
        byte[] file = RawFile.WithConfig(
            SavedModel.Bytes(model), config => config.Replace("\"dense_1/kernel\"", "\"dense_7/kernel\"", StringComparison.Ordinal));
        Assert.Contains("expected 'weights' to be weights of the model", SavedModel.LoadError(file).Message, StringComparison.Ordinal);
    }

    private static void AssertGoesOn(Action<Sequential> exclude)
    {
        Sequential model = Compiled(), plain = Compiled();
        exclude(model);
        Fit(model);
        Fit(plain);
        Assert.NotEqual(plain.Weights[1].Value.ToArray(), model.Weights[1].Value.ToArray());

        Sequential copy = SavedModel.Copy(model);
        Fit(model);
        Fit(copy);
        SavedModel.AssertSameState(model, copy);
    }

    private static Sequential Compiled()
    {
        var model = new Sequential(
            [
                new Dense(4, "tanh", kernelInitializer: Initializer.GlorotUniform(1), biasInitializer: "ones"),
                new Dense(2, kernelInitializer: Initializer.GlorotUniform(2), biasInitializer: "ones"),
            ],
            "m", new Input([3]));
        model.Compile(new AdamW(0.01, weightDecay: 0.5), "mse");
        return model;
    }

    private static void Fit(Model model) => model.Fit(
        Tensor.From(TestData.Uniform(30, 3), [10, 3]), Tensor.From(TestData.Uniform(20, 4), [10, 2]), batchSize: 4, epochs: 2,
        verbose: Verbosity.Silent, shuffle: false);
}
