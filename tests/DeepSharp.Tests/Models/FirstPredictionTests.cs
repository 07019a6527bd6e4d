using System.Globalization;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

/// <summary>Several threads come at once to what nobody has built yet: it is built once, and all get the same answer.</summary>
public class FirstPredictionTests
{
    private const int Threads = 4;

    [Theory]
    [InlineData("chain", 8)]
    [InlineData("nested", 6)]
    [InlineData("own class", 4)]
    [InlineData("own layer", 4)]
    [InlineData("recurrent", 5)]
    public void Of_several_threads_builds_a_model_once(string kind, int weights)
    {
        for (int round = 0; round < Rounds; round++)
        {
            Model model = Create(kind);
            Tensor x = Tensor.Ones(kind == "recurrent" ? [3, 5, 4] : [3, 4]);
            Tensor[] outputs = AtOnce(() => model.Predict(x));
            Assert.Equal(weights, model.Weights.Count);
            Assert.Equal(weights, model.Weights.Select(weight => weight.Path).Distinct().Count());
            foreach (Tensor output in outputs) TestData.AssertSameBits(outputs[0].Span, output.Span, kind);
        }
    }

    [Fact]
    public void Of_several_threads_builds_a_layer_once()
    {
        for (int round = 0; round < Rounds; round++)
        {
            var layer = new Dense(8);
            var x = Tensor.Ones([2, 4]);
            Tensor[] outputs = AtOnce(() => layer.Apply(x));
            Assert.Equal(2, layer.Weights.Count);
            foreach (Tensor output in outputs) TestData.AssertSameBits(outputs[0].Span, output.Span, "dense");
        }
    }

    [Fact]
    public void A_layer_of_several_chains_is_built_once_when_all_predict_at_once()
    {
        for (int round = 0; round < Rounds; round++)
        {
            var shared = new Dense(8, name: "shared");
            Sequential[] models = [.. Enumerable.Range(0, Threads).Select(i => new Sequential([shared, new Dense(2)], $"chain{i}"))];
            int next = -1;
            AtOnce(() => models[Interlocked.Increment(ref next)].Predict(Tensor.Ones([2, 4])));
            Assert.Equal(2, shared.Weights.Count);
            Assert.Equal(Threads, shared.InboundCalls.Count);
            Assert.Equal(Enumerable.Range(0, Threads), shared.InboundCalls.Select(call => call.Number));
        }
    }

    [Fact]
    public void A_build_that_fails_is_refused_to_all_and_can_be_tried_again()
    {
        var model = new Sequential([new Dense(8), new Conv2D(2, 3)], "wrong");
        Exception[] errors = AtOnce(() => Record.Exception(() => model.Predict(Tensor.Ones([2, 4])))!);
        Assert.All(errors, error => Assert.IsType<ShapeException>(error));
        Assert.False(model.IsBuilt);
        model.Pop();
        Assert.Equal([2, 8], model.Predict(Tensor.Ones([2, 4])).Shape);
    }

    [Fact]
    public void A_layer_that_builds_itself_again_while_it_is_built_is_refused()
    {
        var layer = new Recursive();
        var exception = Assert.Throws<InvalidOperationException>(() => layer.Apply(Tensor.Ones([1, 2])));
        Assert.Equal(
            "Recursive 'recursive': expected its weights to be made before it is applied or built again, but its OnBuild, or its Call " +
            "on a sample that is tried out, does so. Call the layers inside instead.", exception.Message);
        Assert.Empty(layer.Weights);
    }

    [Fact]
    public void A_layer_may_look_at_its_model_while_it_is_built()
    {
        var layer = new Curious();
        var model = new Sequential([new Dense(3, name: "first"), layer], "seen");
        layer.Model = model;
        Assert.Equal([2, 3], model.Predict(Tensor.Ones([2, 4])).Shape);
        Assert.Equal("first", layer.Seen);
    }

    // More in the long form: DEEPSHARP_ROUNDS=3000.
    private static int Rounds =>
        int.TryParse(Environment.GetEnvironmentVariable("DEEPSHARP_ROUNDS"), CultureInfo.InvariantCulture, out int rounds) ? rounds : 40;

    private static Model Create(string kind) => kind switch
    {
        "chain" => new Sequential(
            [new Dense(8), new Dense(8), new BatchNormalization(center: false, scale: false), new Dense(2)], "chain"),
        "nested" => new Sequential([new Sequential([new Dense(4), new Dense(4)], "inner"), new Dense(2)], "nested"),
        "own class" => new Own(),
        "own layer" => new Sequential([new Pair()], "pairs"),
        _ => new Sequential([new LSTM(3), new Dense(2)], "recurrent"),
    };

    // Runs something on threads that begin together; what they threw comes out.
    private static T[] AtOnce<T>(Func<T> action)
    {
        using var start = new Barrier(Threads);
        var results = new T[Threads];
        var errors = new Exception?[Threads];
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(i => new Thread(() =>
        {
            start.SignalAndWait();
            try
            {
                results[i] = action();
            }
            catch (Exception exception)
            {
                errors[i] = exception;
            }
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) Assert.True(thread.Join(TimeSpan.FromSeconds(60)), "A thread does not end.");
        Assert.All(errors, error => Assert.Null(error));
        return results;
    }

    private sealed class Own : Model
    {
        private readonly Dense _first;
        private readonly Dense _second;

        public Own() => (_first, _second) = (AddLayer(new Dense(4)), AddLayer(new Dense(2)));

        protected override Tensor Call(Tensor input, bool training) => _second.Apply(_first.Apply(input));
    }

    // Takes its layers in when it is built.
    private sealed class Pair : Layer
    {
        private Dense? _first;
        private Dense? _second;

        public override Shape ComputeOutputShape(Shape input) => input.WithLast(2);

        protected override void OnBuild(Shape input)
        {
            (_first, _second) = (AddLayer(new Dense(4)), AddLayer(new Dense(2)));
            _first.Build(input);
            _second.Build([Shape.Any, 4]);
        }

        protected override Tensor Call(Tensor input, bool training) => _second!.Apply(_first!.Apply(input));
    }

    private sealed class Recursive() : Layer("recursive")
    {
        public override Shape ComputeOutputShape(Shape input) => input;

        protected override void OnBuild(Shape input)
        {
            AddWeight("weight", [1], Initializer.Zeros);
            Apply(Tensor.Ones([1, 2]));
        }

        protected override Tensor Call(Tensor input, bool training) => input;
    }

    private sealed class Curious : Layer
    {
        public Sequential? Model { get; set; }

        public string? Seen { get; private set; }

        public override Shape ComputeOutputShape(Shape input) => input;

        protected override void OnBuild(Shape input) => Seen = Model!.GetLayer(0).Name + (Model.IsBuilt ? " built" : "");

        protected override Tensor Call(Tensor input, bool training) => input;
    }
}
