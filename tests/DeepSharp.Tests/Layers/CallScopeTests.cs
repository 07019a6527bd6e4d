using DeepSharp.Layers;
using DeepSharp.Tests.Models;

namespace DeepSharp.Tests.Layers;

/// <summary>What layers that are called inside another one's <c>Call</c> take over from it.</summary>
public class CallScopeTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_layer_inside_acts_as_the_one_around_it(bool training)
    {
        var layer = new Nested(explicitly: null);
        Tensor x = Tensor.From(TestData.Uniform(12, 1), [4, 3]);
        layer.Apply(x, training);
        Assert.Equal(training, layer.Seen);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_said_explicitly_counts(bool explicitly)
    {
        var layer = new Nested(explicitly);
        layer.Apply(Tensor.Zeros([4, 3]), training: !explicitly);
        Assert.Equal(explicitly, layer.Seen);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_chain_inside_hands_on_what_it_got(bool training)
    {
        var layer = new Chained();
        layer.Apply(Tensor.Zeros([4, 3]), training);
        Assert.Equal(training, layer.Seen);
    }

    [Fact]
    public void Outside_of_any_call_a_layer_predicts_and_so_it_does_after_a_call_that_failed()
    {
        var seen = new Recorder();
        Assert.Throws<TimeoutException>(() => new Failing().Apply(Tensor.Zeros([1, 3]), training: true));
        seen.Apply(Tensor.Zeros([1, 3]));
        Assert.False(seen.Seen);
    }

    // As programs for Keras are written: self.bn(x), self.dropout(x).
    [Fact]
    public void Fit_moves_the_statistics_of_a_normalization_inside_a_model_of_ones_own()
    {
        var model = new Normalizing();
        (Tensor x, Tensor y) = SmallModels.Points(32);
        model.Compile("adam", "sparse_categorical_crossentropy");
        model.Fit(x, y, verbose: Verbosity.Silent);
        Assert.NotEqual(0f, model.Normalization.Weights[2].Value[0]);

        float[] after = model.Normalization.Weights[2].Value.ToArray();
        model.Evaluate(x, y, verbose: Verbosity.Silent);
        model.Predict(x);
        Assert.Equal(after, model.Normalization.Weights[2].Value.ToArray());
    }

    [Fact]
    public void A_layer_with_weights_that_nobody_took_in_is_named()
    {
        var model = new Forgetful();
        model.Compile("adam", "mse");
        var exception = Assert.Throws<InvalidOperationException>(() => model.Fit(Tensor.Zeros([2, 3]), Tensor.Zeros([2, 4])));
        Assert.Equal(
            "Forgetful 'forgetful': uses Dense 'inner' in its Call, but did not take it in, so that its weights would be neither trained " +
            "nor saved. Expected AddLayer where it is made: _inner = AddLayer(new Dense(...)).", exception.Message);
    }

    [Fact]
    public void Layers_without_weights_and_frozen_ones_need_not_be_taken_in() =>
        Assert.Equal([2, 4], new Careless().Apply(Tensor.Zeros([2, 3]), training: true).Shape);

    [Fact]
    public void A_call_that_gives_nothing_is_named()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => new Nothing().Apply(Tensor.Zeros([1, 2])));
        Assert.Equal("Nothing 'nothing': expected its Call to give a tensor for output 0 but got null.", exception.Message);
    }

    private sealed class Recorder() : Layer("recorder")
    {
        public bool Seen { get; private set; }

        public override Shape ComputeOutputShape(Shape input) => input;

        protected override Tensor Call(Tensor input, bool training)
        {
            Seen = training;
            return input;
        }
    }

    private sealed class Nested : Layer
    {
        private readonly bool? _explicitly;
        private readonly Recorder _recorder;

        public Nested(bool? explicitly) => (_explicitly, _recorder) = (explicitly, AddLayer(new Recorder()));

        public bool Seen => _recorder.Seen;

        public override Shape ComputeOutputShape(Shape input) => input;

        protected override Tensor Call(Tensor input, bool training) => _recorder.Apply(input, _explicitly);
    }

    private sealed class Chained : Layer
    {
        private readonly Recorder _recorder = new();
        private readonly Sequential _chain;

        public Chained() => _chain = AddLayer(new Sequential(_recorder));

        public bool Seen => _recorder.Seen;

        public override Shape ComputeOutputShape(Shape input) => input;

        protected override Tensor Call(Tensor input, bool training) => _chain.Apply(input);
    }

    private sealed class Failing : Layer
    {
        public override Shape ComputeOutputShape(Shape input) => input;

        protected override Tensor Call(Tensor input, bool training) => throw new TimeoutException();
    }

    private sealed class Nothing() : Layer("nothing")
    {
        public override Shape ComputeOutputShape(Shape input) => input;

        protected override Tensor Call(Tensor input, bool training) => null!;
    }

    private sealed class Normalizing : Model
    {
        private readonly Dense _dense;

        public Normalizing()
        {
            Normalization = AddLayer(new BatchNormalization());
            _dense = AddLayer(new Dense(3, activation: "softmax"));
        }

        public BatchNormalization Normalization { get; }

        protected override Tensor Call(Tensor input, bool training) => _dense.Apply(Normalization.Apply(input));
    }

    private sealed class Forgetful() : Model("forgetful")
    {
        private readonly Dense _inner = new(4, name: "inner");

        protected override Tensor Call(Tensor input, bool training) => _inner.Apply(input);
    }

    private sealed class Careless : Layer
    {
        private readonly Dense _frozen = new(4) { Trainable = false };

        public override Shape ComputeOutputShape(Shape input) => [input[0], 4];

        protected override Tensor Call(Tensor input, bool training) => new Softmax().Apply(_frozen.Apply(input));
    }

    [Fact]
    public void A_weight_made_in_Call_is_refused()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => new Late().Apply(Tensor.Zeros([1, 2])));
        Assert.Equal(
            "Late 'late': expected AddWeight before the layer is built, but 'w' comes after it, as in Call, where it would be made again " +
            "each time. Make it in OnBuild or in the constructor.", exception.Message);
    }

    private sealed class Late() : Layer("late")
    {
        public override Shape ComputeOutputShape(Shape input) => input;

        protected override Tensor Call(Tensor input, bool training) => input * AddWeight("w", [1], "ones").Value;
    }
}
