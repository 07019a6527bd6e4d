using DeepSharp.Callbacks;
using DeepSharp.Layers;
using DeepSharp.Tests.Models;

namespace DeepSharp.Tests.Callbacks;

public class SwapEMAWeightsTests
{
    private static readonly Tensor s_x = Tensor.Ones([1, 1]), s_y = Tensor.Zeros([1, 1]);

    [Fact]
    public void A_validation_sees_the_averages_and_training_goes_on_with_the_weights()
    {
        (Model plain, Model swapped) = (Averaging(), Averaging());
        var weights = new List<float>();
        History without = plain.Fit(s_x, s_y, epochs: 4, verbose: 0, validationData: (s_x, s_y));
        History with = swapped.Fit(
            s_x, s_y, epochs: 4, verbose: 0, validationData: (s_x, s_y), callbacks: [new SwapEMAWeights(), Watch(swapped, weights)]);

        Assert.Equal(without["loss"], with["loss"]);
        Assert.NotEqual(without["val_loss"], with["val_loss"]);
        Assert.Equal(plain.Weights[0].Value.Item(), swapped.Weights[0].Value.Item());

        // Losses are squares of the weight: those of the epochs give the averages.
        float average = weights[0];
        for (int epoch = 0; epoch < 4; epoch++)
        {
            if (epoch > 0) average = 0.5f * average + 0.5f * weights[epoch];
            Assert.Equal(average * average, (float)with["val_loss"][epoch], 1e-6f);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Averages_are_in_the_model_in_the_end_also_where_training_stops_early(bool stops)
    {
        (Model plain, Model swapped) = (Averaging(), Averaging());
        Callback stop = new LambdaCallback(onEpochEnd: (epoch, _) => swapped.StopTraining = stops && epoch == 1);
        plain.Fit(s_x, s_y, epochs: stops ? 2 : 3, verbose: 0);
        swapped.Fit(s_x, s_y, epochs: 3, verbose: 0, callbacks: [new SwapEMAWeights(swapOnEpoch: true), stop]);
        Assert.Equal(plain.Weights[0].Value.Item(), swapped.Weights[0].Value.Item());
    }

    [Fact]
    public void The_end_of_an_epoch_sees_the_averages_if_asked_for()
    {
        Model model = Averaging();
        var seen = new List<(float AtEnd, float InStep)>();
        float inStep = 0;
        model.Fit(s_x, s_y, epochs: 3, verbose: 0, callbacks:
        [
            new SwapEMAWeights(swapOnEpoch: true),
            new LambdaCallback(
                onTrainBatchEnd: (_, _) => inStep = model.Weights[0].Value.Item(),
                onEpochEnd: (_, _) => seen.Add((model.Weights[0].Value.Item(), inStep))),
        ]);
        Assert.Equal(seen[0].AtEnd, seen[0].InStep);
        Assert.NotEqual(seen[1].AtEnd, seen[1].InStep);
    }

    [Fact]
    public void Evaluation_and_prediction_outside_of_training_leave_the_weights()
    {
        Model model = Averaging();
        for (int i = 0; i < 3; i++) model.TrainOnBatch(s_x, s_y);
        float weight = model.Weights[0].Value.Item();
        var swap = new SwapEMAWeights();
        Assert.NotEqual(weight, model.Predict(s_x, callbacks: [swap]).Item());
        Assert.NotEqual(weight * weight, model.Evaluate(s_x, s_y, verbose: 0, callbacks: [swap]).Loss, 1e-6);
        Assert.Equal(weight, model.Weights[0].Value.Item());
    }

    [Fact]
    public void A_run_that_failed_among_averages_does_no_harm_to_the_next_step()
    {
        (Model plain, Model swapped) = (Averaging(), Averaging());
        foreach (Model model in (Model[])[plain, swapped])
        {
            for (int i = 0; i < 3; i++) model.TrainOnBatch(s_x, s_y);
        }

        Callback failing = new LambdaCallback(onPredictBatchBegin: _ => throw new InvalidOperationException("Enough."));
        Assert.Throws<InvalidOperationException>(() => swapped.Predict(s_x, callbacks: [new SwapEMAWeights(), failing]));
        plain.TrainOnBatch(s_x, s_y);
        swapped.TrainOnBatch(s_x, s_y);
        Assert.NotEqual(0, plain.Weights[0].Value.Item());
        swapped.TrainOnBatch(s_x, s_y);
        plain.TrainOnBatch(s_x, s_y);
        Assert.Equal(plain.Weights[0].Value.Item(), swapped.Weights[0].Value.Item());
    }

    [Fact]
    public void An_optimizer_around_another_one_has_the_averages_of_that()
    {
        Model model = Averaging(new LossScaleOptimizer(new SGD(0.1, useEma: true, emaMomentum: 0.5), 4));
        Model plain = Averaging();
        model.Fit(s_x, s_y, epochs: 3, verbose: 0, callbacks: [new SwapEMAWeights(swapOnEpoch: true)]);
        plain.Fit(s_x, s_y, epochs: 3, verbose: 0);
        Assert.Equal(plain.Weights[0].Value.Item(), model.Weights[0].Value.Item(), 1e-6f);
    }

    [Fact]
    public void A_weight_that_is_frozen_stays_where_it_is()
    {
        var model = new Sequential { new Input([1]), new Dense(1, useBias: false), new Dense(1, useBias: false) };
        model.Compile(new SGD(0.05, useEma: true, emaMomentum: 0.5), "mse");
        for (int i = 0; i < 3; i++) model.TrainOnBatch(s_x, s_y);
        model.Layers[0].Trainable = false;
        model.Compile(model.Optimizer!, "mse");
        float[] before = model.Layers[0].Weights[0].Value.ToArray();
        float[]? within = null;
        model.Predict(s_x, callbacks:
        [
            new SwapEMAWeights(), new LambdaCallback(onPredictBatchBegin: _ => within = model.Layers[0].Weights[0].Value.ToArray()),
        ]);
        Assert.Equal(before, within);
    }

    [Fact]
    public void An_optimizer_without_averages_is_refused_before_the_first_step()
    {
        Model model = Averaging(new SGD(0.1));
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(
            () => model.Fit(s_x, s_y, verbose: 0, callbacks: [new SwapEMAWeights()]));
        Assert.Contains("SGD keeps none. Compile with one that was made with useEma: true", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, model.Optimizer!.Iterations);
    }

    private static Model Averaging(Optimizer? optimizer = null)
    {
        Sequential model = SmallModels.Factor();
        model.Compile(optimizer ?? new SGD(0.1, useEma: true, emaMomentum: 0.5), "mse");
        return model;
    }

    private static LambdaCallback Watch(Model model, List<float> weights) =>
        new(onTrainBatchEnd: (_, _) => weights.Add(model.Weights[0].Value.Item()));
}
