namespace DeepSharp.Tests.Optimizers;

public class OptimizerSnapshotTests
{
    [Fact]
    public void An_iteration_that_leaves_no_next_one_is_refused() => Assert.Contains(
        "Adam, SetState: expected an iteration of at most 9,007,199,254,740,992, not 9,223,372,036,854,775,807.",
        Assert.Throws<ArgumentException>(() => new Adam().SetState(new OptimizerState(long.MaxValue, []))).Message, StringComparison.Ordinal);

    private static readonly Variable s_a = new(Tensor.From([1f, 2]), "a"), s_b = new(Tensor.From([3f]), "b");

    public static TheoryData<string> Names =>
        ["adam", "adamw", "adamax", "nadam", "sgd", "rmsprop", "adagrad", "adadelta", "ftrl", "lion", "adafactor", "lamb", "muon",
            "schedulefreeadamw"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Another_one_goes_on_with_the_same_bits(string name)
    {
        Variable[] first = Weights(), second = Weights();
        Optimizer optimizer = name, other = name;
        for (int i = 0; i < 3; i++) optimizer.Apply(first, Gradients(i));
        for (int i = 0; i < second.Length; i++) second[i].Assign(first[i].Value);
        OptimizerState state = optimizer.GetState();
        other.SetState(Moved(state, first, second));
        Assert.Equal(3, other.Iterations);
        optimizer.Apply(first, Gradients(3));
        other.Apply(second, Gradients(3));
        for (int i = 0; i < first.Length; i++) TestData.AssertSameBits(first[i].Value.ToArray(), second[i].Value.ToArray(), $"{name} {i}");
        Assert.Equal(3, state.Iteration);
    }

    [Fact]
    public void Slots_are_in_the_order_of_Keras_with_their_weights()
    {
        Optimizer optimizer = new Adam(0.25, useEma: true);
        optimizer.Build([s_a, s_b]);
        OptimizerState state = optimizer.GetState();
        Assert.Equal((0, 0.25f), (state.Iteration, state.Slots[0].Value.Item()));
        Assert.Equal(
            ["learning_rate", "a average", "b average", "a momentum", "a velocity", "b momentum", "b velocity"],
            state.Slots.Select(slot => $"{slot.Weight?.Name} {slot.Name}".Trim()));
        Assert.Empty(new Adam(new ConstantSchedule()).GetState().Slots);
    }

    [Fact]
    public void What_was_read_is_a_copy()
    {
        Optimizer optimizer = new SGD(0.1, momentum: 0.9);
        optimizer.Apply([s_a], [Tensor.From([1f, 1])]);
        OptimizerSlot slot = optimizer.GetState().Slots[1];
        slot.Value.Span[0] = 77;
        Assert.NotEqual(77, optimizer.GetState().Slots[1].Value[0]);
    }

    [Fact]
    public void What_does_not_fit_is_refused_and_changes_nothing()
    {
        Optimizer optimizer = new Adam(0.25);
        optimizer.Apply([s_a], [Tensor.From([1f, 1])]);
        OptimizerState good = optimizer.GetState();
        Optimizer fresh = new Adam(0.5);

        OptimizerSlot rate = good.Slots[0], momentum = good.Slots[1], velocity = good.Slots[2];
        Refused<ArgumentException>(new(1, [rate, momentum]), "expected 'velocity' of 'a' but it is missing");
        Refused<ArgumentException>(new(1, [rate, momentum, velocity, momentum]), "each slot once but 'momentum' of 'a' is there twice");
        Refused<ArgumentException>(
            new(1, [.. good.Slots, momentum with { Name = "sum" }]), "the slots momentum, velocity but got 'sum' of 'a' too");
        Refused<ArgumentException>(new(1, [momentum, velocity]), "expected 'learning_rate' but it is missing");
        Refused<ArgumentOutOfRangeException>(new(-1, good.Slots), "state");
        Refused<ArgumentOutOfRangeException>(new(1, [rate with { Value = Tensor.Scalar(-1) }, momentum, velocity]), "learning rate");
        Refused<ArgumentOutOfRangeException>(new(1, [rate with { Value = Tensor.Scalar(float.NaN) }, momentum, velocity]), "learning rate");
        Refused<ShapeException>(
            new(1, [rate, momentum, velocity with { Value = Tensor.Zeros([3]) }]), "shape (2,) for 'velocity' of 'a' but got (3,)");
        Assert.Throws<ArgumentException>(() => new Adam(new ConstantSchedule()).SetState(good));

        void Refused<T>(OptimizerState state, string message)
            where T : Exception
        {
            Assert.Contains(message, Assert.Throws<T>(() => fresh.SetState(state)).Message, StringComparison.Ordinal);
            Assert.Equal((0, 1, 0.5), (fresh.Iterations, fresh.GetState().Slots.Count, fresh.LearningRate));
        }
    }

    [Fact]
    public void The_state_before_the_first_step_sets_it_back()
    {
        Optimizer optimizer = new Adam(0.25);
        OptimizerState fresh = optimizer.GetState();
        optimizer.Apply([s_a], [Tensor.From([1f, 1])]);
        optimizer.SetState(fresh);
        Assert.Equal((0, 1), (optimizer.Iterations, optimizer.GetState().Slots.Count));
    }

    private static Variable[] Weights() => [new(Tensor.From([1f, 2, 3, 4], [2, 2]), "kernel"), new(Tensor.From([5f]), "bias")];

    private static Tensor[] Gradients(int step) =>
        [Tensor.From([0.1f * step, 1, -1, 0.5f], [2, 2]), Tensor.From([-0.25f + step])];

    private static OptimizerState Moved(OptimizerState state, Variable[] from, Variable[] to) => new(
        state.Iteration,
        [.. state.Slots.Select(slot => slot with { Weight = slot.Weight is { } weight ? to[Array.IndexOf(from, weight)] : null })]);

    private sealed record ConstantSchedule : LearningRateSchedule
    {
        public override double At(long step) => 0.1;
    }
}
