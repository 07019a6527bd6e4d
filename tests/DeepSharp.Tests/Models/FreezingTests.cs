using DeepSharp.Callbacks;
using DeepSharp.Layers;
using DeepSharp.Tests.Serialization;

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

    [Fact]
    public void A_frozen_model_trains_nothing_whatever_its_layers_say_as_in_Keras()
    {
        Sequential model = SmallModels.Classifier();
        model.Trainable = false;
        model.GetLayer("head").Trainable = true;
        Assert.Empty(model.TrainableWeights);
        Assert.Equal(4, model.NonTrainableWeights.Count);
        float[] before = SmallModels.WeightsOf(model);
        Train(model);
        TestData.AssertSameBits(before, SmallModels.WeightsOf(model), "weights");
    }

    [Fact]
    public void A_layer_freed_inside_a_frozen_model_trains_as_part_of_a_larger_one()
    {
        Sequential inner = SmallModels.Classifier();
        inner.Trainable = false;
        inner.GetLayer("head").Trainable = true;
        var model = new Sequential(new Input([4]), inner);
        Assert.Equal(2, model.TrainableWeights.Count);
        Model copy = SavedModel.Load(SavedModel.Bytes(model));
        Assert.Equal(["head/kernel", "head/bias"], copy.TrainableWeights.Select(weight => string.Join('/', weight.Path.Split('/')[^2..])));
        Assert.False(copy.Layers[0].Trainable);
    }

    [Fact]
    public void Layers_made_while_a_frozen_layer_is_built_are_frozen_too()
    {
        var layer = new Twice { Trainable = false };
        var model = new Sequential(new Input([4]), layer, new Dense(2));
        Assert.Equal((2, 2), (model.TrainableWeights.Count, model.NonTrainableWeights.Count));
    }

    [Fact]
    public void Moving_averages_of_frozen_weights_leave_them_alone()
    {
        Sequential model = SmallModels.Classifier();
        model.Compile(new Adam(0.01f, useEma: true, emaMomentum: 0.5f, emaOverwriteFrequency: 1), "sparse_categorical_crossentropy");
        (Tensor x, Tensor y) = SmallModels.Points(8);
        model.Fit(x, y, verbose: Verbosity.Silent);
        model.GetLayer("hidden").SetWeights([Tensor.Full([4, 8], 0.25f), Tensor.Full([8], 0.5f)]);
        model.GetLayer("hidden").Trainable = false;
        (float[] hidden, float[] head) = (WeightsOf(model, "hidden"), WeightsOf(model, "head"));
        model.Fit(x, y, verbose: Verbosity.Silent);
        TestData.AssertSameBits(hidden, WeightsOf(model, "hidden"), "hidden");
        Assert.NotEqual(head, WeightsOf(model, "head"));
    }

    [Fact]
    public void Freezing_and_freeing_count_from_the_next_step_on()
    {
        Sequential model = SmallModels.Classifier();
        model.Compile("adam", "sparse_categorical_crossentropy");
        (Tensor x, Tensor y) = SmallModels.Points(8);
        model.GetLayer("hidden").Trainable = false;
        float[] first = WeightsOf(model, "hidden");
        model.TrainOnBatch(x, y);
        TestData.AssertSameBits(first, WeightsOf(model, "hidden"), "frozen");
        model.GetLayer("hidden").Trainable = true;
        model.TrainOnBatch(x, y);
        Assert.NotEqual(first, WeightsOf(model, "hidden"));

        // From inside a training too.
        float[] second = [], head = WeightsOf(model, "head");
        model.Fit(x, y, batchSize: 4, epochs: 2, verbose: Verbosity.Silent, callbacks: [new LambdaCallback(onEpochBegin: epoch =>
        {
            if (epoch == 0) return;
            model.GetLayer("hidden").Trainable = false;
            second = WeightsOf(model, "hidden");
        })]);
        TestData.AssertSameBits(second, WeightsOf(model, "hidden"), "frozen in Fit");
        Assert.NotEqual(head, WeightsOf(model, "head"));
    }

    [Fact]
    public void Freezing_something_else_at_the_end_does_not_keep_the_averages_back()
    {
        float with = Trained(new LambdaCallback(onEpochEnd: (_, _) => new Dense(3).Trainable = false));
        float without = Trained(new LambdaCallback());
        Assert.Equal(without, with);

        static float Trained(LambdaCallback callback)
        {
            Sequential model = SmallModels.Factor(4f);
            model.Compile(new SGD(0.1f, useEma: true, emaMomentum: 0.5f), "mse");
            (Tensor x, Tensor y) = SmallModels.Numbers(3);
            model.Fit(x, y, batchSize: 1, shuffle: false, verbose: Verbosity.Silent, callbacks: [callback]);
            return SmallModels.WeightsOf(model)[0];
        }
    }

    private static History Train(Sequential model)
    {
        model.Compile("adam", "sparse_categorical_crossentropy");
        (Tensor x, Tensor y) = SmallModels.Points(32);
        return model.Fit(x, y, batchSize: 8, epochs: 2, verbose: Verbosity.Silent, seed: 1);
    }

    private static float[] WeightsOf(Model model, string layer) =>
        [.. model.GetLayer(layer).Weights.SelectMany(weight => weight.Value.ToArray())];

    // Makes the layer that it consists of when it is built.
    private sealed class Twice : Layer
    {
        private Dense? _dense;

        public override Shape ComputeOutputShape(Shape input) => input;

        protected override void OnBuild(Shape input) => (_dense = AddLayer(new Dense(input[^1]))).Build(input);

        protected override Tensor Call(Tensor input, bool training) => _dense!.Apply(_dense.Apply(input));
    }
}
