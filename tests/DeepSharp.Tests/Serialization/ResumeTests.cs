using DeepSharp.Layers;
using DeepSharp.Tests.Models;

namespace DeepSharp.Tests.Serialization;

/// <summary>Training that is saved, loaded and goes on is the training that was never interrupted.</summary>
public class ResumeTests
{
    private static readonly Dictionary<string, Func<Optimizer>> s_optimizers = new()
    {
        ["adam"] = () => new Adam(0.01f),
        ["amsgrad"] = () => new Adam(0.01f, amsgrad: true),
        ["sgd"] = () => new SGD(0.1f),
        ["momentum"] = () => new SGD(0.05f, momentum: 0.9f),
        ["nesterov"] = () => new SGD(0.05f, momentum: 0.9f, nesterov: true),
        ["rmsprop"] = () => new RMSprop(0.01f, momentum: 0.5f, centered: true),
        ["nadam"] = () => new Nadam(0.01f),
        ["adadelta"] = () => new Adadelta(1f),
        ["ftrl"] = () => new Ftrl(0.1f),
        ["adagrad"] = () => new Adagrad(0.1f),
        ["adamax"] = () => new Adamax(0.01f),
        ["lion"] = () => new Lion(0.01f),
        ["every option"] = () => new AdamW(
            new CosineDecay(0.02f, 30), clipNorm: 1f, useEma: true, emaMomentum: 0.9f, gradientAccumulationSteps: 4),
    };

    public static TheoryData<string> Optimizers => [.. s_optimizers.Keys];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_loaded_model_goes_on_bit_for_bit(string optimizer)
    {
        Sequential model = Compiled(s_optimizers[optimizer]());
        Fit(model);
        Sequential copy = SavedModel.Copy(model);
        SavedModel.AssertSameState(model, copy);

        History want = Fit(model), got = Fit(copy);
        SavedModel.AssertSameState(model, copy);
        Assert.Equal(want["loss"], got["loss"]);
        Assert.Equal(want["accuracy"], got["accuracy"]);
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Loaded_weights_go_on_bit_for_bit(string optimizer)
    {
        Sequential model = Compiled(s_optimizers[optimizer]());
        Fit(model);
        Sequential copy = Compiled(s_optimizers[optimizer](), seed: 20);
        copy.LoadWeights(new MemoryStream(SavedModel.WeightBytes(model)));
        SavedModel.AssertSameState(model, copy);

        Fit(model);
        Fit(copy);
        SavedModel.AssertSameState(model, copy);
    }

    // As cross-validation does: train, and begin again from the same weights.
    [Fact]
    public void Weights_saved_before_the_first_step_bring_the_beginning_back()
    {
        Sequential model = Compiled(new Adam(0.01f));
        byte[] beginning = SavedModel.WeightBytes(model);
        Fit(model);
        float[] trained = SmallModels.WeightsOf(model);
        model.LoadWeights(new MemoryStream(beginning));
        Assert.Equal(0, model.Optimizer!.Iterations);
        Fit(model);
        TestData.AssertSameBits(trained, SmallModels.WeightsOf(model), "weights");
    }

    [Fact]
    public void A_learning_rate_that_was_changed_stays_changed()
    {
        Sequential model = Compiled(new Adam(0.01f));
        model.Optimizer!.LearningRate = 0.003;
        Assert.Equal(0.003, SavedModel.Copy(model).Optimizer!.LearningRate);
    }

    [Fact]
    public void A_compiled_model_that_never_trained_goes_on_from_the_start()
    {
        Sequential model = Compiled(new Adam(0.01f));
        Sequential copy = SavedModel.Copy(model);
        Assert.Equal(0, copy.Optimizer!.Iterations);
        Fit(model);
        Fit(copy);
        SavedModel.AssertSameState(model, copy);
    }

    [Fact]
    public void Steps_beyond_what_a_float_counts_are_kept()
    {
        Sequential model = Compiled(new SGD());
        model.Optimizer!.StepCount = (1L << 40) + 1;
        Assert.Equal((1L << 40) + 1, SavedModel.Copy(model).Optimizer!.Iterations);
    }

    [Fact]
    public void A_layer_frozen_in_between_keeps_its_state()
    {
        Sequential model = Compiled(new Adam(0.01f));
        Fit(model);
        model.GetLayer("conv").Trainable = false;
        Sequential copy = SavedModel.Copy(model);
        SavedModel.AssertSameState(model, copy);

        model.GetLayer("conv").Trainable = copy.GetLayer("conv").Trainable = true;
        Fit(model);
        Fit(copy);
        SavedModel.AssertSameState(model, copy);
    }

    [Fact]
    public void Loss_and_metrics_come_back_with_their_options()
    {
        Sequential model = SmallModels.Classifier();
        model.Compile(
            new SGD(0.5f, momentum: 0.5f, nesterov: true), Loss.CategoricalCrossentropy(labelSmoothing: 0.1f, reduction: Reduction.Sum),
            [Metric.TopKCategoricalAccuracy(2, "top2"), "accuracy", "mse"]);
        Model copy = SavedModel.Copy(model);

        Assert.Equal(model.Loss, copy.Loss);
        Assert.Equal(model.Optimizer!.ToConfig().ToJsonString(), copy.Optimizer!.ToConfig().ToJsonString());
        Assert.Equal(
            model.Metrics.Select(metric => metric.ToConfig().ToJsonString()),
            copy.Metrics.Select(metric => metric.ToConfig().ToJsonString()));
        Assert.Equal(["top2", "accuracy", "mse"], copy.Metrics.Select(metric => metric.Name));
    }

    private static Sequential Compiled(Optimizer optimizer, int seed = 1)
    {
        var model = new Sequential(
            [
                new Conv2D(4, 3, activation: "relu", kernelInitializer: Initializer.HeNormal(seed), name: "conv"),
                new MaxPooling2D(name: "pool"),
                new Flatten(name: "flatten"),
                new Dense(3, activation: "softmax", kernelInitializer: Initializer.GlorotUniform(seed + 1), name: "head"),
            ],
            "resumed", new Input([6, 6, 2]));
        model.Compile(optimizer, "sparse_categorical_crossentropy", ["accuracy"]);
        return model;
    }

    private static History Fit(Model model)
    {
        Tensor x = Tensor.From(TestData.Uniform(20 * 72, seed: 3), [20, 6, 6, 2]);
        Tensor y = Tensor.FromLabels([.. Enumerable.Range(0, 20).Select(i => i * 7 % 3)]);
        return model.Fit(x, y, batchSize: 8, epochs: 2, verbose: Verbosity.Silent, shuffle: false);
    }
}
