using DeepSharp.Callbacks;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

/// <summary>A prediction beside layers that come and go on another thread is of all layers before or of all after.</summary>
public class PredictWhileLayersChangeTests
{
    private const int Changes = 100;

    [Fact]
    public void Of_one_batch()
    {
        Sequential model = Doubling();
        Tensor x = Tensor.Full([4, 1], 3);
        WhileChanging(model, () => AssertWhole(model.Predict(x).Span));
    }

    [Fact]
    public void Of_several_batches()
    {
        Sequential model = Doubling();
        Tensor x = Tensor.Full([4, 1], 3);
        WhileChanging(model, () => AssertWhole(model.Predict(x, batchSize: 1).Span));
    }

    [Fact]
    public void Of_spans_and_of_a_model_around_it()
    {
        Sequential inner = Doubling();
        var outer = new Sequential([inner, new Dense(1, kernelInitializer: "ones")], "outer");
        float[] x = [3, 3, 3];
        WhileChanging(inner, () =>
        {
            float[] y = new float[3];
            outer.Predict(x, y);
            AssertWhole(y);
            inner.Predict(x, y);
            AssertWhole(y);
        });
    }

    [Fact]
    public void With_outputs_of_another_shape()
    {
        Sequential model = new([new Dense(1, kernelInitializer: "ones"), new Dense(5, kernelInitializer: "ones")], "wide", new Input([1]));
        Tensor x = Tensor.Full([4, 1], 3);
        WhileChanging(model, () =>
        {
            Tensor y = model.Predict(x, batchSize: 2);
            Assert.True(y.Shape == [4, 1] || y.Shape == [4, 5], y.Shape.ToString());
            Assert.All(y.ToArray(), value => Assert.Equal(3, value));
        });
    }

    // With nothing to train in it.
    [Fact]
    public void Without_weights()
    {
        var model = new Sequential([new Rescaling(1), new Rescaling(2)], "scales", new Input([1]));
        Tensor x = Tensor.Full([4, 1], 3);
        WhileChanging(model, () => AssertWhole(model.Predict(x, batchSize: 1).Span));
    }

    [Fact]
    public void In_the_middle_of_a_prediction_they_are_refused()
    {
        Sequential model = Doubling(), other = Doubling();
        var messages = new List<string>();
        var callback = new LambdaCallback(onPredictBatchEnd: _ =>
        {
            messages.Add(Assert.Throws<InvalidOperationException>(() => model.Add(new Dense(1))).Message);
            messages.Add(Assert.Throws<InvalidOperationException>(() => model.Pop()).Message);
            other.Pop();
        });
        AssertWhole(model.Predict(Tensor.Full([1, 1], 3), callbacks: [callback]).Span);
        Assert.Equal(
            "Pop: expected the layers of 'doubling' to stay as they are while 'doubling' predicts, which goes on with those that it began " +
            "with, but this is a callback, or other code, in the middle of it. Call Pop when Predict has returned.", messages[1]);
        Assert.StartsWith("Add: ", messages[0], StringComparison.Ordinal);
        Assert.Equal((3, 2), (model.Layers.Count, other.Layers.Count));
        model.Pop();
    }

    // Who has the layers in hand keeps those that there were.
    [Fact]
    public void Layers_in_hand_stay()
    {
        Sequential model = Doubling();
        IReadOnlyList<Layer> before = model.Layers;
        Layer last = model.Pop(), other = new Dense(1);
        model.Add(other);
        Assert.Equal((3, last), (before.Count, before[^1]));
        Assert.Equal([.. before.Take(2), other], model.Layers);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Layers[3]);
    }

    private static Sequential Doubling() => new(
        [
            new Dense(1, kernelInitializer: "ones"), new Dense(1, kernelInitializer: "ones"),
            new Dense(1, kernelInitializer: Initializer.Constant(2)),
        ],
        "doubling", new Input([1]));

    private static void AssertWhole(ReadOnlySpan<float> y)
    {
        float first = y[0];
        Assert.True(first is 3 or 6, $"{first}");
        foreach (float each in y) Assert.Equal(first, each);
    }

    // One thread takes the last layer off and puts it back, three predict until it is done.
    private static void WhileChanging(Sequential model, Action predict)
    {
        bool isDone = false;
        Task[] predictions = [.. Enumerable.Range(0, 3).Select(_ => Task.Factory.StartNew(
            () =>
            {
                while (!Volatile.Read(ref isDone)) predict();
            }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        try
        {
            for (int i = 0; i < Changes; i++)
            {
                model.Add(model.Pop());
                Thread.Yield();
            }
        }
        finally
        {
            Volatile.Write(ref isDone, true);
            Assert.True(Task.WaitAll(predictions, TimeSpan.FromSeconds(60)));
        }
    }
}
