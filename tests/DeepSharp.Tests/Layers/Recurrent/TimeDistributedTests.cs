using DeepSharp.Layers;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Layers.Recurrent;

public class TimeDistributedTests
{
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new TimeDistributed(new Dense(3, name: "d"), name: "t"), [2, 4, 5], output: [2, 4, 3], weights: 2,
        (x, w) => LayerReference.Linear(x, w[0], w[1], 5, 3));

    [Fact]
    public void Holds_it_over_a_model() => LayerTester.Check(
        () => new TimeDistributed(new Sequential(new Input([5]), new Dense(4, name: "d"), new ReLU(), new Dense(3, name: "e")), name: "t"),
        [2, 4, 5], output: [2, 4, 3], weights: 4,
        (x, w) => LayerReference.Linear(
            [.. LayerReference.Linear(x, w[0], w[1], 5, 4).Select(value => Math.Max(0, value))], w[2], w[3], 4, 3));

    // A custom class may do anything, so that the steps are taken one by one.
    [Fact]
    public void Holds_it_step_by_step() => LayerTester.Check(
        () => new TimeDistributed(new Doubling(), name: "t"), [2, 3, 4], output: [2, 3, 4], weights: 0,
        (x, _) => [.. x.Select(value => 2 * value)]);

    static TimeDistributedTests() => ModelFile.Register("Tests>Doubling", _ => new Doubling());

    [Fact]
    public void Statistics_of_a_batch_are_those_of_a_step_and_move_with_each()
    {
        var inside = new BatchNormalization(momentum: 0.5);
        var layer = new TimeDistributed(inside);
        Tensor x = Tensor.From(TestData.Uniform(24, 3), [4, 3, 2]);
        Tensor y = layer.Apply(x, training: true);
        var alone = new BatchNormalization(momentum: 0.5);
        for (int step = 0; step < 3; step++)
        {
            Tensor want = alone.Apply(Tape.Run(StepOp.Of(3)[step], x), training: true);
            TestData.AssertSameBits(want.Span, Tape.Run(StepOp.Of(3)[step], y).Span, "a step");
        }

        Assert.Equal(alone.GetWeights()[2].ToArray(), inside.GetWeights()[2].ToArray());
    }

    [Fact]
    public void A_dropout_draws_again_at_each_step()
    {
        Tensor y = new TimeDistributed(new Dropout(0.5, seed: 1)).Apply(Tensor.Ones([1, 2, 64]), training: true);
        Assert.NotEqual(y.Span[..64].ToArray(), y.Span[64..].ToArray());
    }

    [Fact]
    public void A_layer_that_heeds_masks_sees_those_of_its_step()
    {
        var inside = new LSTM(2);
        var layer = new TimeDistributed(inside);
        Tensor x = Tensor.From(TestData.Uniform(48, 3), [2, 3, 4, 2]);
        Tensor mask = Tensor.From([.. Enumerable.Range(0, 24).Select(i => i % 5 == 0 ? 0f : 1f)], [2, 3, 4]);
        Tensor y = layer.Apply(x.WithMask(mask));
        Assert.Same(mask, y.Mask);
        for (int step = 0; step < 3; step++)
        {
            Tensor want = inside.Apply(Tape.Run(StepOp.Of(3)[step], x).WithMask(Tape.Run(StepOp.Of(3)[step], mask)));
            TestData.AssertClose(
                Array.ConvertAll(want.ToArray(), value => (double)value), Tape.Run(StepOp.Of(3)[step], y).Span, 1e-6, 1e-6, "a step");
        }
    }

    [Fact]
    public void A_penalty_of_the_layer_inside_is_not_added()
    {
        var layer = new TimeDistributed(new Dense(2) { ActivityRegularizer = "l2" });
        var tape = new GradientTape();
        tape.Record(() =>
        {
            Tensor y = layer.Apply(Tensor.Ones([1, 2, 3]));
            Assert.Empty(layer.Losses);
            return y.Sum();
        });
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ShapeException>(() => new TimeDistributed(new Dense(2)).Apply(Tensor.Ones([2, 3])));
        Assert.Throws<ArgumentNullException>(() => new TimeDistributed(null!));
        Assert.Throws<ShapeException>(() => new TimeDistributed(new LSTM(2, returnState: true)).Apply(Tensor.Ones([2, 3, 4, 2])));
        Assert.Throws<ShapeException>(
            () => new TimeDistributed(new Dense(2)).Apply(Tensor.Ones([2, 3, 1]).WithMask(Tensor.Ones([2]))));
    }

    private sealed class Doubling : Layer
    {
        protected override Tensor Call(Tensor input, bool training) => input * 2f;
    }
}
