using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

/// <summary>A step computes a custom model once: shapes are not found out by computing it again.</summary>
public class ForwardPassTests
{
    [Theory]
    [InlineData("fit")]
    [InlineData("evaluate")]
    [InlineData("predict")]
    [InlineData("train on batch")]
    [InlineData("test on batch")]
    [InlineData("predict on batch")]
    [InlineData("fit arrays")]
    public void A_steady_step_calls_a_model_of_ones_own_once(string kind)
    {
        Counted model = Compiled();
        (Tensor x, Tensor y) = (Tensor.Ones([4, 3]), Tensor.Ones([4, 1]));
        Calls(1);
        int few = Calls(5), many = Calls(25);
        Assert.Equal(20, many - few);

        int Calls(int steps)
        {
            model.Passes = 0;
            IEnumerable<Batch> batches = Enumerable.Repeat(new Batch(x, y), steps);
            switch (kind)
            {
                case "fit": model.Fit(batches, verbose: Verbosity.Silent); break;
                case "evaluate": model.Evaluate(batches, verbose: Verbosity.Silent); break;
                case "predict": model.Predict(batches); break;
                case "train on batch":
                    for (int i = 0; i < steps; i++) model.TrainOnBatch((DataGroup)x, y);
                    break;
                case "predict on batch":
                    for (int i = 0; i < steps; i++) model.PredictOnBatch(x);
                    break;
                case "test on batch":
                    for (int i = 0; i < steps; i++) model.TestOnBatch((DataGroup)x, y);
                    break;
                default:
                    model.Fit(
                        Tensor.Ones([4 * steps, 3]), Tensor.Ones([4 * steps, 1]), batchSize: 4, verbose: Verbosity.Silent);
                    break;
            }

            return model.Passes;
        }
    }

    // The model is tried out for the first length and, since that has changed, for the second one; then any may come.
    [Fact]
    public void Lengths_that_were_never_seen_call_it_once_too()
    {
        Counted model = Compiled();
        var calls = new List<int>();
        model.Fit(Batches(), verbose: Verbosity.Silent);
        Assert.All(calls[3..].Zip(calls[2..]), pair => Assert.Equal(1, pair.First - pair.Second));

        IEnumerable<Batch> Batches()
        {
            for (int length = 5; length < 60; length++)
            {
                calls.Add(model.Passes);
                yield return new Batch(Tensor.Ones([2, length, 3]), Tensor.Ones([2, length, 1]));
            }
        }
    }

    [Fact]
    public void Inputs_of_another_length_are_still_refused_before_anything_changes()
    {
        var model = new Normalized();
        model.Compile("sgd", "mse");
        List<Batch> batches = [new Batch(Tensor.Ones([4, 3]), Tensor.Ones([4, 1])), new Batch(Tensor.Ones([4, 5]), Tensor.Ones([4, 1]))];
        float[] moved = [];
        Assert.Throws<ShapeException>(() => model.Fit(Given(), verbose: Verbosity.Silent));
        Assert.Equal(moved, SmallModels.WeightsOf(model));
        Assert.Equal(1, model.Optimizer!.Iterations);

        IEnumerable<Batch> Given()
        {
            yield return batches[0];
            moved = SmallModels.WeightsOf(model);
            yield return batches[1];
        }
    }

    [Fact]
    public void A_model_inside_that_takes_several_inputs_is_computed_once_for_each_use()
    {
        var inner = new Sum();
        var model = new Outer(inner);
        model.Compile("sgd", "mse");
        Tensor x = Tensor.Ones([4, 3]), y = Tensor.Ones([4, 3]);
        model.TrainOnBatch(x, y);
        inner.Passes = 0;
        for (int i = 0; i < 10; i++) model.TrainOnBatch(x, y);
        Assert.Equal(10, inner.Passes);
    }

    private static Counted Compiled()
    {
        var model = new Counted();
        model.Compile("sgd", "mse");
        return model;
    }

    private sealed class Counted : Model
    {
        private readonly Dense _dense;

        public Counted() => _dense = AddLayer(new Dense(1));

        public int Passes { get; set; }

        protected override Tensor Call(Tensor input, bool training)
        {
            Passes++;
            return _dense.Apply(input, training);
        }
    }

    // The first layer takes anything and learns from it: only what comes after it sees that an input does not fit.
    private sealed class Normalized : Model
    {
        private readonly BatchNormalization _norm;
        private readonly Dense _dense;

        public Normalized() => (_norm, _dense) = (AddLayer(new BatchNormalization()), AddLayer(new Dense(1)));

        protected override Tensor Call(Tensor input, bool training) =>
            _dense.Apply(_norm.Apply(input.Reshape([input.Size, 1]), training).Reshape(input.Shape), training);
    }

    private sealed class Sum : Model
    {
        private readonly Add _add;

        public Sum() => _add = AddLayer(new Add());

        public int Passes { get; set; }

        protected override int? InputCount => 2;

        protected override void Call(ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs, bool training)
        {
            Passes++;
            outputs[0] = _add.Apply(inputs);
        }
    }

    private sealed class Outer : Model
    {
        private readonly Dense _dense;
        private readonly Sum _inner;

        public Outer(Sum inner) => (_dense, _inner) = (AddLayer(new Dense(3)), AddLayer(inner));

        protected override Tensor Call(Tensor input, bool training) => _inner.Apply([_dense.Apply(input), input]);
    }
}
