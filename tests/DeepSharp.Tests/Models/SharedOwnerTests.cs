using System.Runtime.ExceptionServices;
using DeepSharp.Callbacks;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

/// <summary>The layers inside a model that is trained are held too: by whatever way another thread comes to them.</summary>
public class SharedOwnerTests
{
    [Fact]
    public void A_model_inside_is_not_saved_or_changed_while_the_outer_one_trains()
    {
        Sequential inner = SmallModels.Classifier(name: "inner");
        var outer = new Sequential([inner, new Dense(2)], "outer");
        WhileTraining(outer, () =>
        {
            AssertRefused("SaveWeights", "inner", () => inner.SaveWeights(new MemoryStream()));
            AssertRefused("LoadWeights", "inner", () => inner.LoadWeights(new MemoryStream()));
            AssertRefused("Compile", "inner", () => inner.Compile("sgd", "mse"));
            AssertRefused("Add", "inner", () => inner.Add(new Dense(2)));
            AssertRefused("GetWeights", "head", () => inner.Layers[1].GetWeights());
        });
        inner.SaveWeights(new MemoryStream());
    }

    [Fact]
    public void A_layer_of_two_models_is_trained_by_one_of_them_at_a_time()
    {
        var shared = new Dense(4, name: "shared");
        var first = new Sequential([shared, new Dense(1)], "first", new Input([4]));
        var second = new Sequential([shared, new Dense(2)], "second", new Input([4]));
        second.Compile("sgd", "mse");
        WhileTraining(first, () =>
        {
            var exception = Assert.Throws<InvalidOperationException>(
                () => second.TrainOnBatch(Tensor.Ones([2, 4]), Tensor.Ones([2, 2])));
            Assert.Equal(
                "TrainOnBatch: expected 'second' to be trained or evaluated by one thread at a time, but Fit of 'first' runs on another, " +
                "which has the layer 'shared' too. Wait for it (await FitAsync), or use a copy: CloneModel and SetWeights.",
                exception.Message);
            Assert.Equal([2, 2], second.Predict(Tensor.Ones([2, 4])).Shape);
        });
        second.TrainOnBatch(Tensor.Ones([2, 4]), Tensor.Ones([2, 2]));
    }

    [Fact]
    public void A_frozen_layer_serves_several_trainings_at_once()
    {
        Layer[] layers = [new Dense(4), new BatchNormalization(), new ReLU()];
        var features = new Sequential(layers, "features", new Input([4])) { Trainable = false };
        var first = new Sequential([features, new Dense(1)], "first");
        var second = new Sequential([features, new Dense(2)], "second");
        second.Compile("sgd", "mse");
        WhileTraining(first, () => second.TrainOnBatch(Tensor.Ones([2, 4]), Tensor.Ones([2, 2])));
    }

    [Fact]
    public void What_is_refused_half_way_leaves_nothing_held()
    {
        Dense left = new(4, name: "left"), right = new(4, name: "right");
        var both = new Sequential([left, right], "both", new Input([4]));
        both.Compile("sgd", "mse");
        var one = new Sequential([right], "one", new Input([4]));
        WhileTraining(one, () =>
        {
            Assert.Throws<InvalidOperationException>(() => both.TrainOnBatch(Tensor.Ones([2, 4]), Tensor.Ones([2, 4])));
            Run(() => left.SetWeights(left.GetWeights()));
        });
        Run(() => both.TrainOnBatch(Tensor.Ones([2, 4]), Tensor.Ones([2, 4])));
    }

    [Fact]
    public void A_layer_that_is_built_by_the_first_batch_is_held_from_then_on()
    {
        var layer = new Dense(4, name: "late");
        var model = new Sequential([layer], "streaming");
        model.Compile("sgd", "mse");
        InvalidOperationException? refusal = null;
        model.Fit(
            [new Batch(Tensor.Ones([2, 4]), Tensor.Ones([2, 4]))], verbose: Verbosity.Silent,
            callbacks: [new LambdaCallback(onTrainBatchEnd: (_, _) => Run(
                () => refusal = Assert.Throws<InvalidOperationException>(() => layer.GetWeights())))]);
        Assert.Contains("Fit of 'streaming' runs on another", refusal!.Message, StringComparison.Ordinal);
        Run(() => layer.GetWeights());
    }

    [Fact]
    public void A_callback_may_train_and_save_a_model_inside()
    {
        Sequential inner = SmallModels.Classifier(name: "inner");
        var outer = new Sequential([inner, new Dense(2)], "outer");
        inner.Compile("sgd", "sparse_categorical_crossentropy");
        (Tensor x, Tensor y) = SmallModels.Points(8);
        outer.Compile("sgd", "mse");
        outer.Fit(x, Tensor.Ones([8, 2]), verbose: Verbosity.Silent, callbacks: [new LambdaCallback(onTrainBatchEnd: (_, _) =>
        {
            inner.TrainOnBatch(x, y);
            inner.SaveWeights(new MemoryStream());
        })]);
        Run(() => inner.TrainOnBatch(x, y));
        Run(() => outer.TrainOnBatch(x, Tensor.Ones([8, 2])));
    }

    // What another thread may do or not while a model trains.
    private static void WhileTraining(Model model, Action other)
    {
        model.Compile("sgd", "mse");
        int width = model.OutputShape[^1];
        model.Fit(
            Tensor.Ones([2, 4]), Tensor.Ones([2, width]), verbose: Verbosity.Silent,
            callbacks: [new LambdaCallback(onEpochBegin: _ => Run(other))]);
    }

    // On a thread of its own: who waits for a task may be made to run it.
    private static void Run(Action action)
    {
        Exception? error = null;
        var thread = new Thread(() => error = Record.Exception(action));
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromSeconds(60)), "The thread does not end.");
        if (error is not null) ExceptionDispatchInfo.Throw(error);
    }

    private static void AssertRefused(string method, string name, Action action) => Assert.StartsWith(
        $"{method}: expected '{name}' to be trained or evaluated by one thread at a time, but Fit of 'outer' runs on another",
        Assert.Throws<InvalidOperationException>(action).Message, StringComparison.Ordinal);
}
