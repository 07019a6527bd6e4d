using DeepSharp.Layers;
using SidePackage;

namespace DeepSharp.Tests.Extensions;

/// <summary>What a side package sees of a model's graph.</summary>
public class GraphListingTests
{
    [Fact]
    public void Numbers_of_operators_are_operands()
    {
        var x = new Input([3], name: "x");
        Assert.Equal(
            ["t1 = Subtract(x1=2, x2=x)", "t2 = Multiply(x1=t1, x2=0.5)", "t3 = Negative(x=t2)", "t4 = Add(x1=t3, x2=x)", "return t4"],
            GraphListing.Of(new Model(x, -((2 - x) * 0.5) + x)));
    }

    [Fact]
    public void Masks_states_and_training_are_by_name()
    {
        var (words, mask) = (new Input([5, 2], name: "words"), new Input([5], name: "mask"));
        var (state, other) = (new Input([4], name: "h"), new Input([4], name: "c"));
        SymbolicTensor y = new LSTM(4).Apply(
            new CallArguments<SymbolicTensor>(words) { Training = false }.With("initial_state", state, other).With("mask", mask));

        Assert.Equal(
            ["t1 = LSTM(sequences=words masked by mask, initial_state=h, initial_state=c, training=false)", "return t1"],
            GraphListing.Of(new Model([words, mask, state, other], y)));
    }

    [Fact]
    public void Models_inside_are_walked_between_their_own_inputs_and_outputs()
    {
        var (a, b) = (new Input([4], name: "a"), new Input([4], name: "b"));
        var pair = new Model((a, b), (new Dense(2).Apply(a), a * b));
        var chain = new Sequential(new Dense(4), new ReLU());
        var x = new Input([4], name: "x");
        SymbolicTensor[] both = pair.ApplyAll([x, chain.Apply(x)]);

        Assert.Equal(
            [
                "t1 = Dense(inputs=x)", "t2 = ReLU(inputs=t1)", "t3 = Dense(inputs=x)", "t4 = Multiply(x1=x, x2=t2)", "return t3, t4",
            ],
            GraphListing.Of(new Model(x, [.. both])));
    }

    [Fact]
    public void A_model_without_a_graph_says_so() =>
        Assert.Throws<InvalidOperationException>(() => GraphListing.Of(new OneDense()));

    [Fact]
    public void Plain_values_are_read()
    {
        var x = new Input([3], name: "x");
        SymbolicTensor y = new Scaled().Apply(new CallArguments<SymbolicTensor>(x).With("factor", 3));
        Assert.Equal(["t1 = Scaled(inputs=x, factor=3)", "return t1"], GraphListing.Of(new Model(x, y)));
        Assert.Equal(3, y.Origin!.Options["factor"].Number);
        Assert.Equal((0, 0), (y.Index, y.Origin.Number));
        Assert.Equal("scaled(inputs=x)", $"{y.Origin}".Replace(y.Origin.Layer.Name, "scaled", StringComparison.Ordinal));
    }

    private sealed class Scaled : Layer
    {
        public override CallSignature Signature { get; } = new(CallArgument.Tensor("inputs"), CallArgument.Option("factor"));

        public override Shape ComputeOutputShape(Shape input) => input;

        protected override void Call(in CallInputs<Tensor> call, Span<Tensor> outputs) =>
            outputs[0] = call[0] * (call.Option("factor")?.Number ?? 1);
    }

    private sealed class OneDense : Model
    {
        private readonly Dense _dense;

        public OneDense() => _dense = AddLayer(new Dense(1));

        protected override Tensor Call(Tensor input, bool training) => _dense.Apply(input);
    }
}
