using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

public class FreezingTests
{
    [Fact]
    public void A_frozen_layer_stays_bit_for_bit_and_the_others_learn()
    {
        Sequential model = SmallModels.Classifier();
        model.GetLayer("hidden").Trainable = false;
        (float[] hidden, float[] head) = (WeightsOf(model, "hidden"), WeightsOf(model, "head"));
        Train(model);

        TestData.AssertSameBits(hidden, WeightsOf(model, "hidden"), "hidden");
        Assert.NotEqual(head, WeightsOf(model, "head"));
    }

    [Fact]
    public void A_frozen_head_lets_gradients_through()
    {
        Sequential model = SmallModels.Classifier();
        model.GetLayer("head").Trainable = false;
        (float[] hidden, float[] head) = (WeightsOf(model, "hidden"), WeightsOf(model, "head"));
        Train(model);

        Assert.NotEqual(hidden, WeightsOf(model, "hidden"));
        TestData.AssertSameBits(head, WeightsOf(model, "head"), "head");
    }

    [Fact]
    public void Frozen_first_layers_get_no_gradient()
    {
        Sequential model = SmallModels.Classifier();
        model.GetLayer("hidden").Trainable = false;
        (Tensor x, Tensor y) = SmallModels.Points(8);

        var tape = new GradientTape();
        Tensor loss = tape.Record(() => Loss.SparseCategoricalCrossentropy().Apply(y, model.Apply(x, training: true)));
        Tensor?[] gradients = tape.Gradient(loss, model.Weights);

        Assert.Equal([true, true, false, false], gradients.Select(gradient => gradient is null));
    }

    [Fact]
    public void A_model_that_is_all_frozen_still_reports()
    {
        Sequential model = SmallModels.Classifier();
        model.Trainable = false;
        float[] before = SmallModels.WeightsOf(model);
        History history = Train(model);

        TestData.AssertSameBits(before, SmallModels.WeightsOf(model), "weights");
        Assert.Equal(history["loss"][0], history["loss"][1], 1e-6);
    }

    [Fact]
    public void Freed_layers_learn_again()
    {
        Sequential model = SmallModels.Classifier();
        model.Trainable = false;
        model.Trainable = true;
        float[] before = WeightsOf(model, "hidden");
        Train(model);
        Assert.NotEqual(before, WeightsOf(model, "hidden"));
    }

    [Fact]
    public void Fit_looks_up_anew_what_is_trainable()
    {
        Sequential model = SmallModels.Classifier();
        model.Compile("adam", "sparse_categorical_crossentropy");
        (Tensor x, Tensor y) = SmallModels.Points(8);
        model.Fit(x, y, verbose: Verbosity.Silent);
        model.GetLayer("hidden").Trainable = false;
        float[] before = WeightsOf(model, "hidden");
        model.Fit(x, y, verbose: Verbosity.Silent);
        TestData.AssertSameBits(before, WeightsOf(model, "hidden"), "hidden");
    }

    [Fact]
    public void Freezing_before_building_counts()
    {
        var layer = new Dense(3) { Trainable = false };
        var model = new Sequential(new Input([4]), layer, new Dense(2));
        Assert.Equal(2, model.TrainableWeights.Count);
        Assert.Equal(2, model.NonTrainableWeights.Count);
    }

    private static History Train(Sequential model)
    {
        model.Compile("adam", "sparse_categorical_crossentropy");
        (Tensor x, Tensor y) = SmallModels.Points(32);
        return model.Fit(x, y, batchSize: 8, epochs: 2, verbose: Verbosity.Silent, seed: 1);
    }

    private static float[] WeightsOf(Model model, string layer) =>
        [.. model.GetLayer(layer).Weights.SelectMany(weight => weight.Value.ToArray())];
}
