using DeepSharp.Callbacks;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

/// <summary>Layers come and go between trainings, not in the middle of one.</summary>
public class RunningPassesTests
{
    [Fact]
    public void Add_and_Pop_in_a_callback_are_refused_and_training_goes_on()
    {
        Sequential model = SmallModels.Classifier(name: "growing");
        (Tensor x, Tensor y) = SmallModels.Points(8);
        model.Compile("sgd", "sparse_categorical_crossentropy");
        var messages = new List<string>();
        Callback[] callbacks = [new LambdaCallback(
            onEpochBegin: _ => messages.Add(Assert.Throws<InvalidOperationException>(() => model.Add(new Dense(3))).Message),
            onTrainBatchEnd: (_, _) => messages.Add(Assert.Throws<InvalidOperationException>(() => model.Pop()).Message),
            onTestBatchEnd: (_, _) => Assert.Throws<InvalidOperationException>(() => model.Pop()))];
        model.Fit(x, y, verbose: Verbosity.Silent, callbacks: callbacks, validationData: (x, y));
        model.Evaluate(x, y, verbose: Verbosity.Silent, callbacks: callbacks);
        Assert.Equal(
            "Add: expected the layers of 'growing' to stay as they are while 'growing' is trained or evaluated, which goes on with those " +
            "that it began with, but this is a callback, or a step, in the middle of it. Set StopTraining = true and call Add when Fit " +
            "has returned.", messages[0]);
        Assert.StartsWith("Pop: ", messages[1], StringComparison.Ordinal);
        Assert.Equal(2, model.Layers.Count);
        model.Add(new Dense(3, activation: "softmax"));
        model.Fit(x, y, verbose: Verbosity.Silent);
        Assert.Equal(3, model.Layers.Count);
    }

    [Fact]
    public void A_model_inside_one_that_trains_keeps_its_layers_and_another_one_does_not()
    {
        var inner = new Sequential([new Dense(2)], "inner", new Input([2]));
        var outer = new Sequential([inner, new Dense(1)], "outer");
        var other = new Sequential([new Dense(2)], "other", new Input([2]));
        outer.Compile("sgd", "mse");
        Exception? refused = null;
        outer.Fit(Tensor.Ones([2, 2]), Tensor.Ones([2, 1]), verbose: Verbosity.Silent, callbacks: [new LambdaCallback(onEpochBegin: _ =>
        {
            refused = Assert.Throws<InvalidOperationException>(() => inner.Add(new Dense(2)));
            other.Add(new Dense(1));
        })]);
        Assert.Contains("the layers of 'inner', which 'outer' is made of, to stay", refused!.Message, StringComparison.Ordinal);
        Assert.Single(inner.Layers);
        Assert.Equal(2, other.Layers.Count);
    }
}
