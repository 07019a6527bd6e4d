namespace DeepSharp.Tests.Autograd;

public class StepMemoryTests
{
    [Fact]
    public void A_steady_step_allocates_nothing_and_computes_the_same()
    {
        var w = new Variable(Uniform([8, 4]), "w");
        var b = new Variable(Tensor.Zeros([4]), "b");
        Tensor x = Uniform([16, 8]), y = Tensor.Zeros([16, 4]);
        var tape = new Tape(new StepMemory(), isRecording: true);
        float loss = Step();
        float[] gradient = tape.GradientOf(w.Value).ToArray();

        AllocationAssert.Zero(() => Step());

        Assert.Equal(loss, Step());
        TestData.AssertSameBits(gradient, tape.GradientOf(w.Value), "gradient");

        float Step()
        {
            tape.EndStep();
            Tape? previous = tape.Enter();
            try
            {
                Tensor output = Activation.Tanh.Apply(x.MatMul(w.Value) + b.Value);
                Tensor error = (output - y).Square().Mean();
                tape.Backward(error);
                return error.Item();
            }
            finally
            {
                Tape.Restore(previous);
            }
        }
    }

    [Fact]
    public void What_is_released_is_the_memory_of_a_later_tensor_and_throws_when_it_is_read()
    {
        var memory = new StepMemory();
        Tensor first = memory.Take([100]), kept = memory.Take([100]), view = memory.TakeView(kept, 10, [20]);
        memory.Release(first);
        memory.Release(view);
        kept.Span.Fill(7f);

        Tensor longer = memory.Take([200]), second = memory.Take([90]);
        longer.Span.Fill(1f);
        second.Span.Fill(2f);

        Assert.Throws<InvalidOperationException>(() => first.ToArray());
        Assert.All(kept.ToArray(), value => Assert.Equal(7f, value));
        Assert.All(view.ToArray(), value => Assert.Equal(7f, value));
        Assert.All(longer.ToArray(), value => Assert.Equal(1f, value));

        memory.EndStep();
        Assert.Equal(100, memory.Take([100]).Size);
        AllocationAssert.Zero(() =>
        {
            memory.EndStep();
            memory.Release(memory.Take([100]));
            memory.Take([90]);
        });
    }

    // Two blocks in use at once; where those that are free are too short, the longest of them makes room.
    [Fact]
    public void Blocks_for_gradients_are_as_many_as_are_in_use_at_once_whatever_their_lengths()
    {
        var memory = new StepMemory();
        Rent(100, 10);
        Rent(200, 20);
        (ArraySegment<float> longer, ArraySegment<float> shorter) = Rent(400, 30);
        Assert.Equal((400, 30), (longer.Count, shorter.Count));
        (ArraySegment<float> again, ArraySegment<float> other) = Rent(400, 30);
        Assert.Same(longer.Array, again.Array);
        Assert.Same(shorter.Array, other.Array);

        (ArraySegment<float> First, ArraySegment<float> Second) Rent(int first, int second)
        {
            (ArraySegment<float> a, ArraySegment<float> b) = (memory.RentGradient(first), memory.RentGradient(second));
            memory.ReturnGradient(a);
            memory.ReturnGradient(b);
            return (a, b);
        }
    }

    [Fact]
    public void A_tensor_of_an_earlier_step_cannot_be_read()
    {
        var tape = new Tape(new StepMemory(), isRecording: false);
        Tensor x = Tensor.From([1, 2]);
        Tensor y = Run(tape, () => x * 2f), kept = y.Clone(), view = Run(tape, () => y.Reshape([2, 1]));
        Assert.Equal([2f, 4f], y.ToArray());

        tape.EndStep();

        foreach (Tensor stale in (Tensor[])[y, view])
        {
            var error = Assert.Throws<InvalidOperationException>(() => stale.Span.Length);
            Assert.Equal(
                $"This tensor of shape {stale.Shape} belonged to step 1, whose memory has been reused (now step 2). " +
                "Call Clone() inside the step to keep it.",
                error.Message);
        }

        Assert.Throws<InvalidOperationException>(() => y.Reshape([1, 2]));
        Assert.Throws<InvalidOperationException>(() => y + 1f);
        Assert.Contains("earlier step", y.ToString());
        Assert.Equal([2f, 4f], kept.ToArray());
    }

    [Fact]
    public void Steps_of_other_shapes_and_programs_follow_each_other()
    {
        var tape = new Tape(new StepMemory(), isRecording: true);
        var w = new Variable(Tensor.From([2]), "w");
        foreach (int size in (int[])[3, 100, 1, 50])
        {
            Tensor y = Run(tape, () =>
            {
                Tensor product = Tensor.Full([size], 3) * w.Value;
                return size == 1 ? product : (product + 1f).Reshape([1, size]).Sum();
            });
            tape.Backward(y);
            Assert.Equal(3f * size, tape.GradientOf(w.Value)[0]);
            Assert.Equal(size == 1 ? 6f : 7f * size, y.Item());
            tape.EndStep();
        }
    }

    [Fact]
    public void A_gradient_is_that_of_the_last_step_only()
    {
        var tape = new Tape(new StepMemory(), isRecording: true);
        var w = new Variable(Tensor.From([2]), "w");
        tape.Backward(Run(tape, () => w.Value * 5f));
        Assert.Equal(5f, tape.GradientOf(w.Value)[0]);
        tape.EndStep();
        Assert.True(tape.GradientOf(w.Value).IsEmpty);
    }

    [Fact]
    public void Variables_keep_their_tensor_and_take_values_of_their_shape()
    {
        var w = new Variable(Tensor.From([1, 2]), "kernel") { Path = "dense/kernel" };
        Tensor value = w.Value;
        w.Assign(Tensor.From([3, 4]));
        Assert.Same(value, w.Value);
        Assert.Equal([3f, 4f], value.ToArray());
        Assert.Equal("dense/kernel (2,)", w.ToString());
        Assert.Equal(
            "Variable 'dense/kernel': expected values of shape (2,) but got (3,).",
            ShapeError.Of(() => w.Assign(Tensor.Zeros([3]))));
    }

    private static Tensor Uniform(Shape shape) => Tensor.From(TestData.Uniform(shape.Size, 1), shape);

    private static Tensor Run(Tape tape, Func<Tensor> compute)
    {
        Tape? previous = tape.Enter();
        try
        {
            return compute();
        }
        finally
        {
            Tape.Restore(previous);
        }
    }
}
