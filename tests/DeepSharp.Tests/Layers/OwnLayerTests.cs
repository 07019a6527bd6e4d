using System.Text.Json.Nodes;
using DeepSharp.Layers;
using DeepSharp.Tests.Serialization;

namespace DeepSharp.Tests.Layers;

/// <summary>What a custom layer has to say: how it computes, and how it makes its weights. The rest is found out.</summary>
public class OwnLayerTests
{
    [Fact]
    public void Two_inputs_take_one_method()
    {
        Tensor sum = new Distance().Apply([Tensor.From([1, 5], [1, 2]), Tensor.From([4, 3], [1, 2])]);
        Assert.Equal([3, 2], sum.ToArray());
        Assert.Equal([Shape.Any, 2], new Distance().Apply(new Input([2]), new Input([2])).Shape);
    }

    [Fact]
    public void As_many_inputs_as_there_are_unless_the_class_says_how_many()
    {
        Tensor one = Tensor.Ones([2, 3]);
        Assert.Equal([2, 3], new Sum().Apply([one, one, one]).Shape);
        Assert.Equal(1f, new Sum().Apply(one)[0, 0]);
        var exception = Assert.Throws<ArgumentException>(() => new OfTwo().Apply([one, one, one]));
        Assert.Equal("OfTwo 'of_two': expected 2 inputs but got 3.", exception.Message);
    }

    [Fact]
    public void Weights_are_made_before_the_shape_is_tried_out()
    {
        var layer = new Bilinear(4);
        Assert.Equal([Shape.Any, 4], layer.ComputeOutputShapes([[Shape.Any, 3], [Shape.Any, 3]])[0]);
        Assert.Equal([3, 4], Assert.Single(layer.Weights).Shape);
        Assert.Equal([7, 4], layer.ComputeOutputShapes([[7, 3], [7, 3]])[0]);
        Assert.Equal([Shape.Any, 5], new Widening(5).ComputeOutputShape([Shape.Any, 3]));
    }

    [Fact]
    public void A_class_that_fills_several_outputs_need_not_say_their_shapes()
    {
        SymbolicTensor[] halves = new SumAndDifference().ApplyAll(new Input([2]), new Input([2]));
        Assert.Equal(2, halves.Length);
        Tensor[] values = new SumAndDifference().ApplyAll([Tensor.From([3f, 1f], [1, 2]), Tensor.From([1f, 1f], [1, 2])]);
        Assert.Equal([2f, 0f], values[1].ToArray());
    }

    [Fact]
    public void More_outputs_than_are_tried_out_are_said_by_the_class()
    {
        Assert.Equal(64, new Many(64).ApplyAll(Tensor.Ones([1, 2])).Length);
        var exception = Assert.Throws<InvalidOperationException>(() => new Many(65).ApplyAll(Tensor.Ones([1, 2])));
        Assert.Equal(
            "Many 'many': expected its Call to stay within its spans and arrays, but an index was outside of one. To find out the shapes, " +
            "Call is tried out with room for 64 outputs: a class with more overrides ComputeOutputShapes(ReadOnlySpan<Shape> inputs), " +
            "which says how many there are.", exception.Message);
        Assert.IsType<IndexOutOfRangeException>(exception.InnerException);
        Assert.Equal(65, new Saying(65).ApplyAll(Tensor.Ones([1, 2])).Length);
    }

    [Fact]
    public void It_trains_in_a_graph_and_comes_back_from_a_file()
    {
        ModelFile.Register("OwnLayerTests>Bilinear", config => new Bilinear((int)config["units"]!));
        Model model = Graph();
        model.Compile(new SGD(0.1), "mse");
        Tensor left = Random(1), right = Random(2), y = Tensor.Ones([8, 4]);
        History history = model.Fit((left, right), y, epochs: 5, batchSize: 8, verbose: Verbosity.Silent);
        Assert.True(history["loss"][^1] < history["loss"][0]);

        Model copy = SavedModel.Load(SavedModel.Bytes(model));
        TestData.AssertSameBits(model.Predict((left, right)).Span, copy.Predict((left, right)).Span, "prediction");
        Assert.Equal(4, copy.CloneModel().OutputShape[^1]);
    }

    [Fact]
    public void Its_gradients_are_those_of_what_it_computes()
    {
        var layer = new Bilinear(4);
        layer.Build([[2, 3], [2, 3]]);
        Tensor a = Tensor.From(TestData.Uniform(6, 1), [2, 3]), b = Tensor.From(TestData.Uniform(6, 2), [2, 3]);
        GradientCheck.Run(
            () => layer.Apply([a, b]), [a, b, layer.Weights[0].Value],
            at => [.. Enumerable.Range(0, 8).Select(i => Enumerable.Range(0, 3).Sum(k =>
                at[0][i / 4 * 3 + k] * at[1][i / 4 * 3 + k] * at[2][k * 4 + i % 4]))]);
    }

    [Fact]
    public void A_steady_step_allocates_nothing()
    {
        Model model = Graph();
        model.Compile("sgd", "mse");
        Batch batch = new((Random(1), Random(2)), Tensor.Ones([8, 4]));
        DataGroup x = batch.X, y = batch.Y!;
        AllocationAssert.Zero(() => model.TrainOnBatch(x, y));
    }

    [Fact]
    public void The_first_mask_goes_on_where_the_class_hands_masks_on()
    {
        Tensor mask = Tensor.From([1, 0], [1, 2]);
        Tensor marked = Tensor.Ones([1, 2, 3]).WithMask(mask), plain = Tensor.Ones([1, 2, 3]);
        Assert.Same(mask, new Sum().Apply([marked, plain]).Mask);
        Assert.Null(new Distance().Apply([marked, plain]).Mask);
    }

    [Fact]
    public void A_class_for_one_input_refuses_two_in_words()
    {
        var exception = Assert.Throws<ArgumentException>(() => new Widening(2).Apply([Tensor.Ones([1, 2]), Tensor.Ones([1, 2])]));
        Assert.EndsWith(
            "expected 1 input but got 2. A class that takes several overrides Call(ReadOnlySpan<Tensor> inputs, bool training).",
            exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_that_computes_nothing_is_refused_in_words()
    {
        var exception = Assert.ThrowsAny<InvalidOperationException>(() => new Empty().Apply(Tensor.Ones([1, 2])));
        Assert.StartsWith("Empty 'empty': expected a class that overrides Call(Tensor input, bool training), or for several inputs ",
            exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_lengths_cannot_be_tried_out()
    {
        var exception = Assert.Throws<ShapeException>(() => new Widening(2).Apply(new Input([Shape.Any, 3])));
        Assert.Contains("Override ComputeOutputShape", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_that_fills_no_output_is_refused()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => new Unfilled().Apply(Tensor.Ones([1, 2])));
        Assert.Equal("Unfilled 'unfilled': expected its Call to give a tensor for output 0 but got null.", exception.Message);
    }

    [Theory]
    [InlineData(true, "null")]
    [InlineData(false, "none")]
    public void A_class_has_to_say_the_shape_of_an_output(bool isNull, string got)
    {
        var exception = Assert.Throws<InvalidOperationException>(() => new Shapeless(isNull).Apply(new Input([2])));
        Assert.Equal(
            $"Shapeless 'shapeless': expected its ComputeOutputShapes to give the shape of one output or more but it gave {got}.",
            exception.Message);
    }

    // A counter, and statistics of a layer inside that always acts as in training.
    [Fact]
    public void What_is_tried_out_leaves_weights_as_they_were()
    {
        var layer = new Counting();
        layer.Apply(new Input([2]));
        Assert.Equal([0f], layer.Count.Value.ToArray());
        Assert.Equal([1f, 1f], layer.Normalization.MovingVariance!.Value.ToArray());
        layer.Apply(Tensor.Ones([3, 2]));
        Assert.Equal([1f], layer.Count.Value.ToArray());
        Assert.NotEqual([1f, 1f], layer.Normalization.MovingVariance!.Value.ToArray());
    }

    [Fact]
    public void Calls_with_plain_values_try_a_shape_out_once()
    {
        var layer = new Times();
        for (int i = 0; i < 5; i++) layer.Apply(new CallArguments<Tensor>(Tensor.Ones([3, 2])).With("by", 2.0));
        Assert.Equal(5 + 1, layer.Count);
        Assert.Equal([3f, 3f], layer.Apply(new CallArguments<Tensor>(Tensor.Ones([1, 2])).With("by", 3.0)).ToArray());
        Assert.Equal(6 + 2, layer.Count);
    }

    private static Tensor Random(int seed) => Tensor.From(TestData.Uniform(24, seed), [8, 3]);

    private static Model Graph()
    {
        var (left, right) = (new Input([3]), new Input([3]));
        return new Model((left, right), new Dense(4, kernelInitializer: Initializer.GlorotUniform(3)).Apply(
            new Bilinear(4).Apply(left, right)));
    }

    private sealed class Distance : Layer
    {
        protected override Tensor Call(ReadOnlySpan<Tensor> inputs, bool training) => DeepSharp.Ops.Abs(inputs[0] - inputs[1]);
    }

    private sealed class Unfilled() : Layer("unfilled")
    {
        public override Shape ComputeOutputShape(Shape input) => input;

        protected override void Call(ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs, bool training)
        {
        }
    }

    private sealed class Shapeless(bool isNull) : Layer("shapeless")
    {
        public override Shape[] ComputeOutputShapes(ReadOnlySpan<Shape> inputs) => isNull ? null! : [];

        protected override Tensor Call(Tensor input, bool training) => input;
    }

    private sealed class Counting : Layer
    {
        private Variable? _count;

        public Counting() => Normalization = AddLayer(new BatchNormalization());

        public BatchNormalization Normalization { get; }

        public Variable Count => _count!;

        protected override void OnBuild(Shape input) => _count = AddWeight("count", [1], "zeros", trainable: false);

        protected override Tensor Call(Tensor input, bool training)
        {
            _count!.Assign(_count.Value + 1f);
            return Normalization.Apply(input, training: true);
        }
    }

    private sealed class Times : Layer
    {
        private static readonly CallSignature s_signature = new(CallArgument.Tensor("inputs"), CallArgument.Option("by"));

        public int Count { get; private set; }

        public override CallSignature Signature => s_signature;

        protected override void Call(in CallInputs<Tensor> call, Span<Tensor> outputs)
        {
            Count++;
            outputs[0] = call["inputs"] * (call.Option("by")?.Number ?? 1);
        }
    }

    private sealed class Sum : Layer
    {
        public override bool SupportsMasking => true;

        protected override Tensor Call(ReadOnlySpan<Tensor> inputs, bool training)
        {
            Tensor sum = inputs[0];
            foreach (Tensor input in inputs[1..]) sum += input;
            return sum;
        }
    }

    private sealed class OfTwo() : Layer("of_two")
    {
        protected override int? InputCount => 2;

        protected override Tensor Call(ReadOnlySpan<Tensor> inputs, bool training) => inputs[0] + inputs[1];
    }

    private sealed class Bilinear(int units) : Layer
    {
        private Variable? _kernel;

        protected override void OnBuild(Shape input) => _kernel = AddWeight("kernel", [input[^1], units], Initializer.GlorotUniform(5));

        protected override Tensor Call(ReadOnlySpan<Tensor> inputs, bool training) =>
            DeepSharp.Ops.MatMul(inputs[0] * inputs[1], _kernel!.Value);

        protected override void WriteConfig(JsonObject config) => config["units"] = units;
    }

    private sealed class Widening(int units) : Layer
    {
        private Variable? _kernel;

        protected override void OnBuild(Shape input) => _kernel = AddWeight("kernel", [input[^1], units], "ones");

        protected override Tensor Call(Tensor input, bool training) => DeepSharp.Ops.MatMul(input, _kernel!.Value);
    }

    private sealed class SumAndDifference : Layer
    {
        protected override void Call(ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs, bool training) =>
            (outputs[0], outputs[1]) = (inputs[0] + inputs[1], inputs[0] - inputs[1]);
    }

    private sealed class Empty() : Layer("empty");

    private class Many(int count) : Layer("many")
    {
        protected int Count => count;

        protected override void Call(ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs, bool training)
        {
            for (int i = 0; i < Count; i++) outputs[i] = inputs[0];
        }
    }

    private sealed class Saying(int count) : Many(count)
    {
        public override Shape[] ComputeOutputShapes(ReadOnlySpan<Shape> inputs) => [.. Enumerable.Repeat(inputs[0], Count)];
    }
}
