namespace DeepSharp.Tests.Autograd;

/// <summary>Tapes inside tapes, and the gradients of gradients that they give.</summary>
public class NestedTapeTests
{
    private static readonly float[] s_xs = [-1.5f, -0.3f, 0.4f, 2f];

    [Fact]
    public void A_gradient_inside_a_tape_can_be_differentiated()
    {
        Tensor x = Tensor.From(s_xs);
        var outer = new GradientTape();
        outer.Watch(x);
        Tensor slope = outer.Record(() => Slope(x, at => at.Pow(3)));
        Close(s_xs.Select(v => 3.0 * v * v), slope);
        Close(s_xs.Select(v => 6.0 * v), outer.Gradient(slope, x)[0]!);
    }

    [Fact]
    public void A_third_derivative_needs_a_third_tape()
    {
        Tensor x = Tensor.From(s_xs);
        var outer = new GradientTape();
        outer.Watch(x);
        Tensor second = outer.Record(() => Slope(x, at => Slope(at, again => again.Tanh())));
        Close(s_xs.Select(v => -2 * Math.Tanh(v) * (1 - Math.Pow(Math.Tanh(v), 2))), second);
        Close(
            s_xs.Select(v => (6 * Math.Pow(Math.Tanh(v), 2) - 2) * (1 - Math.Pow(Math.Tanh(v), 2))), outer.Gradient(second, x)[0]!);
    }

    [Fact]
    public void Scopes_nest_as_functions_do()
    {
        Tensor x = Tensor.From(s_xs);
        GradientTape outer = new(), inner = new();
        using GradientTape.Recording whole = outer.Record();
        outer.Watch(x);
        using GradientTape.Recording part = inner.Record();
        inner.Watch(x);
        Tensor slope = inner.Gradient(x.Square(), x)[0]!;
        Tensor?[] second = outer.Gradient(slope * slope, x);
        Close(s_xs.Select(v => 8.0 * v), second[0]!);
        Assert.Null(Tape.Current);
    }

    [Fact]
    public void A_recording_ends_with_its_scope()
    {
        Tensor x = Tensor.From(s_xs);
        var tape = new GradientTape(persistent: true);
        tape.Watch(x);
        Tensor y, later;
        using (tape.Record()) y = x * 3f;
        later = y * x;
        Assert.Null(Tape.Current);
        Assert.Null(later.Producer);
        Assert.Equal([3f, 3f, 3f, 3f], tape.Gradient(y, x)[0]!.ToArray());
    }

    // TensorFlow's DCGAN: both tapes see both networks, and gradients are taken when neither records any more.
    [Fact]
    public void Two_tapes_that_saw_the_same_give_the_same_gradients()
    {
        var layer = new DeepSharp.Layers.LSTM(3);
        Tensor x = LayerTester.RandomInput([2, 4, 3]);
        GradientTape one = new(), two = new();
        Tensor y;
        using (one.Record())
        using (two.Record()) y = layer.Apply(x, training: true).Square();
        Tensor?[] first = one.Gradient(y, layer.TrainableWeights), second = two.Gradient(y, layer.TrainableWeights);
        for (int i = 0; i < first.Length; i++) TestData.AssertSameBits(first[i]!.Span, second[i]!.Span, "gradient");
        Assert.Null(y.Producer);
    }

    [Fact]
    public void The_outer_tape_knows_what_the_inner_one_forgot()
    {
        var w = new Variable(Tensor.From([2f, 3f]), "w");
        GradientTape outer = new(), inner = new(workspace: new Workspace());
        Tensor x = Tensor.From([5f, 7f]);
        Tensor loss = outer.Record(() =>
        {
            inner.Watch(x);
            Tensor slope = inner.Gradient(inner.Record(() => w.Value.Square() * x), x)[0]!;
            Tensor again = inner.Record(() => w.Value * 10f);
            inner.Gradient(again, w.Value);
            return slope + again;
        });
        Assert.Equal([14f, 16f], outer.Gradient(loss, w.Value)[0]!.ToArray());
    }

    [Fact]
    public void A_persistent_tape_gives_several_gradients_to_the_tape_around_it()
    {
        Tensor x = Tensor.From(s_xs);
        GradientTape outer = new(), inner = new(persistent: true);
        outer.Watch(x);
        Tensor sum = outer.Record(() =>
        {
            inner.Watch(x);
            Tensor square = null!, cube = null!;
            using (inner.Record()) (square, cube) = (x * x, x * x * x);
            return inner.Gradient(square, x)[0]! * inner.Gradient(cube, x)[0]!;
        });
        Close(s_xs.Select(v => 18.0 * v * v), outer.Gradient(sum, x)[0]!);
    }

    [Fact]
    public void An_output_gradient_has_a_gradient_too()
    {
        Tensor x = Tensor.From(s_xs), weights = Tensor.From([1f, 2f, 3f, 4f]);
        var outer = new GradientTape();
        outer.Watch(x);
        outer.Watch(weights);
        Tensor slope = outer.Record(() =>
        {
            var inner = new GradientTape();
            inner.Watch(x);
            return inner.Gradient(inner.Record(() => x.Exp()), [x], weights)[0]!;
        });
        Tensor?[] second = outer.Gradient(slope, weights, x);
        Close(s_xs.Select(v => Math.Exp(v)), second[0]!);
        Close(s_xs.Select((v, i) => (i + 1) * Math.Exp(v)), second[1]!);
    }

    [Fact]
    public void What_was_computed_on_the_way_has_gradients_inside_a_tape()
    {
        Tensor x = Tensor.From(s_xs);
        var outer = new GradientTape();
        outer.Watch(x);
        Tensor? nothing = x;
        Tensor slope = outer.Record(() =>
        {
            var inner = new GradientTape();
            inner.Watch(x);
            Tensor middle = null!;
            Tensor y = inner.Record(() => (middle = x.Square()).Square());
            Tensor?[] gradients = inner.Gradient(y, middle, Tensor.From([1f]));
            nothing = gradients[1];
            return gradients[0]!;
        });
        Assert.Null(nothing);
        Close(s_xs.Select(v => 2.0 * v * v), slope);
        Close(s_xs.Select(v => 4.0 * v), outer.Gradient(slope, x)[0]!);
    }

    [Fact]
    public void A_stopped_gradient_counts_as_a_constant()
    {
        Tensor x = Tensor.From(s_xs);
        var outer = new GradientTape();
        outer.Watch(x);
        Tensor y = outer.Record(() => DeepSharp.Ops.StopGradient(Slope(x, at => at.Square())) * x);
        Close(s_xs.Select(v => 2.0 * v), outer.Gradient(y, x)[0]!);
    }

    [Fact]
    public void An_op_that_has_no_second_derivative_gives_a_first_one_and_says_so_when_more_is_asked()
    {
        Tensor x = LayerTester.RandomInput([2, 5]), alone;
        var plain = new GradientTape();
        plain.Watch(x);
        alone = plain.Gradient(plain.Record(() => Tape.Run(new SparsemaxOp(-1), x).Square()), x)[0]!;

        var outer = new GradientTape(persistent: true);
        outer.Watch(x);
        Tensor slope = null!;
        Tensor other = outer.Record(() => (slope = Slope(x, at => Tape.Run(new SparsemaxOp(-1), at).Square())) * 0f + x.Square());
        TestData.AssertClose(Array.ConvertAll(alone.ToArray(), v => (double)v), slope.Span, 1e-6, 1e-6, "first gradient");
        string message = Assert.Throws<NotSupportedException>(() => outer.Gradient(slope, x)).Message;
        Assert.StartsWith("Sparsemax has no second derivative: ", message, StringComparison.Ordinal);
        Assert.Contains("Ops.StopGradient", message);
        Assert.Throws<NotSupportedException>(() => outer.Gradient(other, x));
    }

    [Fact]
    public void A_failure_inside_leaves_no_tape_behind()
    {
        GradientTape outer = new(), inner = new();
        Assert.Throws<TimeoutException>(() => outer.Record(() =>
        {
            inner.Record();
            throw new TimeoutException();
        }));
        Assert.Null(Tape.Current);
        Assert.Equal(1f, inner.Record(() => Tensor.Scalar(1)).Item());
        Assert.Null(Tape.Current);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Gradients_of_gradients_have_the_same_bits_on_any_number_of_threads(int threads)
    {
        float[] one = Penalty(1), many = Penalty(threads);
        TestData.AssertSameBits(one, many, "gradient of a penalty");

        static float[] Penalty(int threads)
        {
            using var count = new ThreadCount(threads);
            Layer layer = LayerTester.Build(() => new DeepSharp.Layers.Conv2D(8, 3, activation: "tanh"), [16, 12, 12, 4]);
            Tensor x = LayerTester.RandomInput([16, 12, 12, 4]);
            var outer = new GradientTape();
            Tensor penalty = outer.Record(() => Slope(x, at => layer.Apply(at, training: true)).Square());
            return [.. outer.Gradient(penalty, layer.TrainableWeights).SelectMany(gradient => gradient?.ToArray() ?? [])];
        }
    }

    private static Tensor Slope(Tensor x, Func<Tensor, Tensor> function)
    {
        var tape = new GradientTape();
        tape.Watch(x);
        return tape.Gradient(tape.Record(() => function(x)), x)[0]!;
    }

    private static void Close(IEnumerable<double> want, Tensor got) => TestData.AssertClose([.. want], got.Span, 1e-5, 1e-5, "values");
}
