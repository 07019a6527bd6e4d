using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Recurrent;

/// <summary>A cell that is none of the library's: two states of different sizes, and an output that is neither.</summary>
public class StepwiseLayerTests
{
    private const int Features = 2, Units = 3;

    private static readonly float[] s_mask = [1, 0, 1, 1, 0, 1, 1, 0];

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void Its_steps_are_taken_and_differentiated(bool sequences, bool backwards) => LayerTester.CheckGradients(
        () => new Leaking(new StepwiseOptions(sequences, false, backwards, false)), [2, 4, Features],
        (x, w) => Reference(x, w, sequences, backwards, null));

    [Fact]
    public void The_mask_is_heeded_for_all_states()
    {
        Layer layer = LayerTester.Build(() => new Leaking(new StepwiseOptions(true, false, false, false)), [2, 4, Features]);
        Tensor x = LayerTester.RandomInput([2, 4, Features]).WithMask(Tensor.From(s_mask, [2, 4]));
        GradientCheck.Run(
            () => layer.Apply(x, training: true), [x, .. layer.Weights.Select(weight => weight.Value)],
            at => Reference(at[0], at[1..], true, false, s_mask));
        LayerTester.CheckAllocations(layer, x);
    }

    [Fact]
    public void Shapes_and_states_are_those_that_it_says()
    {
        var layer = (Leaking)LayerTester.Build(() => new Leaking(new StepwiseOptions(true, true, false, false)), [2, 4, Features]);
        Assert.Equal(
            [[2, 4, Units], [2, Units], [2, 1]], layer.ComputeOutputShapes([[2, 4, Features]]));
        (Tensor output, IReadOnlyList<Tensor> states) = layer.ApplyWithStates(LayerTester.RandomInput([2, 4, Features]));
        Assert.Equal(([2, 4, Units], [2, Units], [2, 1]), (output.Shape, states[0].Shape, states[1].Shape));
        var exception = Assert.Throws<ShapeException>(
            () => layer.ApplyWithStates(LayerTester.RandomInput([2, 4, Features]), [states[0], states[0]]));
        Assert.EndsWith(
            "expected initial states of shape (2, 1) for an input of shape (2, 4, 2) but got (2, 3).",
            exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stateful_one_goes_on_with_all_of_them()
    {
        Layer whole = LayerTester.Build(() => new Leaking(new StepwiseOptions(false, false, false, false)), [2, 4, Features]);
        var stateful = (Leaking)LayerTester.Build(() => new Leaking(new StepwiseOptions(false, false, false, true)), [2, 2, Features]);
        Tensor x = LayerTester.RandomInput([2, 4, Features]);
        stateful.Apply(Part(x, 0));
        Assert.Equal(whole.Apply(x).ToArray(), stateful.Apply(Part(x, 2)).ToArray());
        stateful.ResetStates();
        Assert.NotEqual(whole.Apply(x).ToArray(), stateful.Apply(Part(x, 2)).ToArray());
    }

    private static Tensor Part(Tensor x, int from) => Tape.Run(new PartOp(1, from, 2), x);

    private static double[] Reference(double[] x, double[][] w, bool sequences, bool backwards, float[]? mask)
    {
        var all = new double[2 * 4 * Units];
        var last = new double[2 * Units];
        for (int b = 0; b < 2; b++)
        {
            var h = new double[Units];
            double leak = 0;
            for (int step = 0; step < 4; step++)
            {
                int time = backwards ? 3 - step : step;
                if (mask is null || mask[b * 4 + time] != 0)
                {
                    double[] before = h;
                    h = [.. Enumerable.Range(0, Units).Select(u => Math.Tanh(
                        Enumerable.Range(0, Features).Sum(k => x[(b * 4 + time) * Features + k] * w[0][k * Units + u])
                        + Enumerable.Range(0, Units).Sum(k => before[k] * w[1][k * Units + u]) + leak))];
                    leak = 0.5 * leak + h.Average();
                    for (int u = 0; u < Units; u++) last[b * Units + u] = h[u] * leak;
                }

                for (int u = 0; u < Units; u++) all[(b * 4 + step) * Units + u] = last[b * Units + u];
            }
        }

        return sequences ? all : last;
    }

    private sealed class Leaking(StepwiseOptions options) : StepwiseLayer(options, null, null)
    {
        private static readonly StepColumnsOp[] s_inputs = [.. Enumerable.Range(0, 4).Select(time => new StepColumnsOp(time, 0, Features))];

        private Variable? _kernel, _recurrent;

        private protected override int StateCount => 2;

        private protected override Shape StateShape(int state, Shape input) => [input[0], state == 0 ? Units : 1];

        private protected override Shape StepShape(Shape input) => [input[0], Units];

        private protected override void RequireSequences(Shape input)
        {
            if (input.Rank != 3) throw new ShapeException($"expected sequences but got {input}.");
        }

        protected override void OnBuild(Shape input)
        {
            _kernel = AddWeight("kernel", [Features, Units], "glorot_uniform");
            _recurrent = AddWeight("recurrent", [Units, Units], "glorot_uniform");
        }

        private protected override Tensor Run(
            in SequenceForm form, Tensor input, ReadOnlySpan<Tensor> initialState, bool training, Tensor? mask, Span<Tensor> states)
        {
            TensorList list = default;
            scoped Span<Tensor> current = states.IsEmpty ? list.Take(StateCount) : states;
            for (int i = 0; i < current.Length; i++)
            {
                current[i] = initialState.IsEmpty ? SequenceSteps.ZerosOf(StateShape(i, input.Shape)) : initialState[i];
            }

            return SequenceSteps.Take(new Cell(input, _kernel!.Value, _recurrent!.Value), form, input.Shape, mask, current);
        }

        private readonly struct Cell(Tensor input, Tensor kernel, Tensor recurrent) : IStepCell
        {
            private static readonly SumOp s_mean = new([-1], keepDims: true, isMean: true);

            public Tensor Step(int time, Span<Tensor> states)
            {
                Tensor x = Tape.Run(s_inputs[time], input);
                states[0] = (x.MatMul(kernel) + states[0].MatMul(recurrent) + states[1]).Tanh();
                states[1] = states[1] * 0.5f + Tape.Run(s_mean, states[0]);
                return states[0] * states[1];
            }
        }
    }
}
