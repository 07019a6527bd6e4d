namespace DeepSharp.Tests.Autograd;

public class GradientTapeTests
{
    [Fact]
    public void A_watched_tensor_has_a_gradient()
    {
        Tensor x = Tensor.From([1, 2, 3]);
        var tape = new GradientTape();
        tape.Watch(x);
        Tensor y = tape.Record(() => (x * x).Sum());
        Assert.Equal([2f, 4f, 6f], tape.Gradient(y, x)[0]!.ToArray());
    }

    [Fact]
    public void A_trainable_variable_is_watched_by_itself_and_a_frozen_one_is_not()
    {
        var w = new Variable(Tensor.From([2]), "w");
        var frozen = new Variable(Tensor.From([3]), "f", trainable: false);
        var tape = new GradientTape();
        Tensor y = tape.Record(() => w.Value * frozen.Value);
        Tensor?[] gradients = tape.Gradient(y, [w, frozen]);
        Assert.Equal(3f, gradients[0]![0]);
        Assert.Null(gradients[1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_was_computed_on_the_way_has_a_gradient_too(bool inWorkspace)
    {
        var w = new Variable(Tensor.From([1, 2, 3]), "w");
        var tape = new GradientTape(workspace: inWorkspace ? new Workspace() : null);
        for (int round = 0; round < 3; round++)
        {
            Tensor middle = null!;
            Tensor y = tape.Record(() =>
            {
                middle = w.Value * 2f;
                return (middle * middle).Sum() + Activation.ReLU.Apply(middle).Sum();
            });
            Tensor?[] gradients = tape.Gradient(y, middle, w.Value, y);
            Assert.Equal([5f, 9f, 13f], gradients[0]!.ToArray());
            Assert.Equal([10f, 18f, 26f], gradients[1]!.ToArray());
            Assert.Equal([1f], gradients[2]!.ToArray());
        }
    }

    [Fact]
    public void The_output_of_a_layer_inside_a_model_has_a_gradient()
    {
        var input = new Input([4]);
        SymbolicTensor hidden = new DeepSharp.Layers.Dense(3, activation: "relu").Apply(input);
        var model = new Model(input, [hidden, new DeepSharp.Layers.Dense(1, kernelInitializer: "ones").Apply(hidden)]);
        Tensor features = null!;
        var tape = new GradientTape();
        Tensor y = tape.Record(() =>
        {
            Tensor[] outputs = model.ApplyAll([Tensor.From(TestData.Uniform(8, 1), [2, 4])]);
            features = outputs[0];
            return outputs[1];
        });
        Assert.Equal([1f, 1f, 1f, 1f, 1f, 1f], tape.Gradient(y, features)[0]!.ToArray());
    }

    [Fact]
    public void A_computation_that_throws_leaves_nothing_recorded()
    {
        var w = new Variable(Tensor.From([2]), "w");
        var tape = new GradientTape();
        Tensor? lost = null;
        Assert.Throws<TimeoutException>(() => tape.Record(() =>
        {
            lost = w.Value * 3f;
            throw new TimeoutException();
        }));
        Tensor y = tape.Record(() => w.Value * 5f);
        Assert.Equal(5f, tape.Gradient(y, w.Value)[0]![0]);
        Assert.Null(lost!.Producer);
    }

    // Of a small stack: the inputs of an op do not lie on it where they are many.
    [Fact]
    public void An_op_takes_more_inputs_than_a_stack_has_room_for()
    {
        Tensor[] parts = [.. Enumerable.Repeat(Tensor.Ones([1, 1]), 60_000)];
        Tensor? sum = null;
        var thread = new Thread(() => sum = new DeepSharp.Layers.Concatenate().Apply(parts).Sum(), maxStackSize: 256 * 1024);
        thread.Start();
        thread.Join();
        Assert.Equal(60_000f, sum!.Item());
    }

    [Fact]
    public void A_second_gradient_of_a_recording_that_ended_says_so()
    {
        var w = new Variable(Tensor.From([2]), "w");
        var tape = new GradientTape();
        Tensor y = tape.Record(() => w.Value * 3f);
        tape.Gradient(y, w.Value);
        Assert.StartsWith(
            "GradientTape: expected a recording, but it ended with the last Gradient or Reset.",
            Assert.Throws<InvalidOperationException>(() => tape.Gradient(y, w.Value)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_used_many_times_gets_the_sum_of_its_gradients()
    {
        Tensor x = Tensor.From([3]);
        var tape = new GradientTape();
        tape.Watch(x);
        Tensor y = tape.Record(() =>
        {
            Tensor square = x * x;
            return square + square * x + x;
        });
        Assert.Equal(2 * 3 + 3 * 9 + 1, tape.Gradient(y, x)[0]![0]);
    }

    [Fact]
    public void Gradients_pass_through_views_that_overlap()
    {
        Tensor x = Tensor.From([1, 2, 3, 4], [4]);
        var tape = new GradientTape();
        tape.Watch(x);
        Tensor y = tape.Record(() => x[..3].Sum() + (x[1..] * 10f).Sum() + x.Reshape([2, 2]).Sum());
        Assert.Equal([2f, 12f, 12f, 11f], tape.Gradient(y, x)[0]!.ToArray());
    }

    [Fact]
    public void The_gradient_of_many_values_is_that_of_their_sum()
    {
        Tensor x = Tensor.From([1, 2]);
        var tape = new GradientTape();
        tape.Watch(x);
        Assert.Equal([2f, 4f], tape.Gradient(tape.Record(() => x * x), x)[0]!.ToArray());
    }

    [Fact]
    public void A_source_without_part_in_the_target_has_none()
    {
        Tensor x = Tensor.From([1]), unused = Tensor.From([2]), unwatched = Tensor.From([3]);
        var tape = new GradientTape();
        tape.Watch(x);
        tape.Watch(unused);
        Tensor y = tape.Record(() => x * unwatched);
        Tensor?[] gradients = tape.Gradient(y, x, unused, unwatched);
        Assert.NotNull(gradients[0]);
        Assert.Null(gradients[1]);
        Assert.Null(gradients[2]);
    }

    [Fact]
    public void A_target_that_depends_on_nothing_watched_is_refused()
    {
        var tape = new GradientTape();
        Tensor y = tape.Record(() => Tensor.From([1, 2]) * 2f);
        var error = Assert.Throws<InvalidOperationException>(() => tape.Gradient(y, y));
        Assert.Contains("the target of shape (2,) does not depend on any trainable variable or watched tensor", error.Message);
    }

    [Fact]
    public void What_was_computed_outside_of_the_recording_does_not_count()
    {
        Tensor x = Tensor.From([1]);
        var tape = new GradientTape();
        tape.Watch(x);
        Tensor before = x * 5f;
        Tensor y = tape.Record(() => before * x);
        Assert.Equal(5f, tape.Gradient(y, x)[0]![0]);
    }

    [Fact]
    public void A_tape_records_again_after_its_gradient_and_after_a_failure()
    {
        Tensor x = Tensor.From([2]);
        var tape = new GradientTape();
        for (int i = 1; i <= 3; i++)
        {
            tape.Watch(x);
            Assert.Throws<ShapeException>(() => tape.Record(() => x + Tensor.Zeros([3, 2]).MatMul(x)));
            float factor = i;
            Tensor y = tape.Record(() => x * factor);
            Assert.Equal(factor, tape.Gradient(y, x)[0]![0]);
            Assert.Equal(2f * factor, y[0]);
        }
    }

    [Fact]
    public void A_recording_may_have_several_parts()
    {
        Tensor x = Tensor.From([3]);
        var tape = new GradientTape();
        tape.Watch(x);
        Tensor square = tape.Record(() => x * x);
        Tensor y = tape.Record(() => square * x);
        Assert.Equal(27f, tape.Gradient(y, x)[0]![0]);
    }

    [Fact]
    public void A_result_of_an_earlier_recording_is_an_ordinary_tensor()
    {
        Tensor x = Tensor.From([2]);
        var tape = new GradientTape();
        tape.Watch(x);
        Tensor state = tape.Record(() => x * 3f);
        tape.Gradient(state, x);

        Assert.Null(state.Producer);
        Assert.Throws<InvalidOperationException>(() => tape.Gradient(state, x));

        tape.Watch(state);
        tape.Watch(x);
        Tensor y = tape.Record(() => state * x);
        Assert.Equal([2f, 6f], tape.Gradient(y, state, x).Select(gradient => gradient![0]));
    }

    [Fact]
    public void Gradients_of_an_earlier_step_do_not_change_later()
    {
        Tensor x = Tensor.From([1]);
        var tape = new GradientTape();
        tape.Watch(x);
        Tensor first = tape.Gradient(tape.Record(() => x * 2f), x)[0]!;
        tape.Watch(x);
        Tensor second = tape.Gradient(tape.Record(() => x * 7f), x)[0]!;
        Assert.Equal([2f, 7f], [first[0], second[0]]);
    }

    [Fact]
    public void Tapes_on_two_threads_do_not_see_each_other()
    {
        Tensor x = Tensor.From([1]);
        var tape = new GradientTape();
        tape.Watch(x);
        Tensor? elsewhere = null;
        Tensor y = tape.Record(() =>
        {
            var thread = new Thread(() => elsewhere = x * 3f);
            thread.Start();
            thread.Join();
            return x * 2f;
        });
        Assert.Null(elsewhere!.Producer);
        Assert.Equal(2f, tape.Gradient(y, x)[0]![0]);
    }

    [Fact]
    public void A_persistent_tape_differentiates_its_recording_more_than_once()
    {
        Tensor x = Tensor.From([1, 2, 3]);
        var tape = new GradientTape(persistent: true);
        tape.Watch(x);
        Tensor square = null!;
        Tensor cube = tape.Record(() => (square = x * x) * x);
        Assert.Equal([3f, 12f, 27f], tape.Gradient(cube, x)[0]!.ToArray());
        Assert.Equal([2f, 4f, 6f], tape.Gradient(square, x)[0]!.ToArray());
        Assert.Equal([3f, 12f, 27f], tape.Gradient(cube, x)[0]!.ToArray());

        tape.Reset();
        Assert.Throws<InvalidOperationException>(() => tape.Gradient(cube, x));
    }

    [Fact]
    public void An_output_gradient_weighs_the_values_of_the_target()
    {
        Tensor x = Tensor.From([1, 2, 3]);
        var tape = new GradientTape();
        tape.Watch(x);
        Tensor y = tape.Record(() => x * x);
        Assert.Equal([20f, 0f, -6f], tape.Gradient(y, [x], Tensor.From([10, 0, -1]))[0]!.ToArray());
    }

    [Fact]
    public void An_output_gradient_of_another_shape_is_refused()
    {
        Tensor x = Tensor.From([1, 2, 3]);
        var tape = new GradientTape();
        tape.Watch(x);
        Tensor y = tape.Record(() => x * x);
        string message = Assert.Throws<ShapeException>(() => tape.Gradient(y, [x], Tensor.From([1, 2]))).Message;
        Assert.Equal("GradientTape: expected an outputGradient of the target's shape (3,) but got (2,).", message);
    }
}
