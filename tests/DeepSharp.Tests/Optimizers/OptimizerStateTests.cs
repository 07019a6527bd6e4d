namespace DeepSharp.Tests.Optimizers;

public class OptimizerStateTests
{
    public static TheoryData<string> EveryKind => OptimizerOptionsTests.EveryKind;

    // Three steps, a copy that takes over the state, and three more steps of both.
    [Theory]
    [MemberData(nameof(EveryKind))]
    public void An_optimizer_with_restored_state_goes_on_bit_for_bit(string name)
    {
        Optimizer first = name, second = name;
        Variable a = Weight(), b = Weight();
        for (int step = 0; step < 3; step++) first.Apply([a], [Gradient(step)]);

        b.Assign(a.Value);
        second.Build([b]);
        second.RestoreState([.. first.StateVariables.Select(variable => variable.Value.Clone())]);
        for (int step = 3; step < 6; step++)
        {
            first.Apply([a], [Gradient(step)]);
            second.Apply([b], [Gradient(step)]);
        }

        TestData.AssertSameBits(a.Value.Span, b.Value.Span, "weights");
        Assert.Equal(6, second.Iterations);
    }

    [Fact]
    public void Accumulated_gradients_and_averages_are_state_too()
    {
        Adam first = Create(), second = Create();
        Variable a = Weight(), b = Weight();
        for (int step = 0; step < 3; step++) first.Apply([a], [Gradient(step)]);

        b.Assign(a.Value);
        second.Build([b]);
        second.RestoreState([.. first.StateVariables.Select(variable => variable.Value.Clone())]);
        first.Apply([a], [Gradient(3)]);
        second.Apply([b], [Gradient(3)]);
        first.FinalizeVariableValues([a]);
        second.FinalizeVariableValues([b]);

        TestData.AssertSameBits(a.Value.Span, b.Value.Span, "weights");
        Assert.Equal(
            ["adam/iteration", "adam/learning_rate", "adam/w_average", "adam/w_gradient_accumulator", "adam/w_momentum", "adam/w_velocity"],
            second.StateVariables.Select(variable => variable.Path));
        Assert.Equal(4f, second.StateVariables[0].Value.Item());

        static Adam Create() => new(0.1f, useEma: true, gradientAccumulationSteps: 2);
    }

    [Fact]
    public void A_changed_learning_rate_is_restored()
    {
        var first = new SGD(0.1f) { LearningRate = 0.025f };
        var second = new SGD(0.1f);
        second.RestoreState([.. first.StateVariables.Select(variable => variable.Value)]);
        Assert.Equal(0.025f, second.LearningRate);
    }

    [Fact]
    public void With_a_schedule_there_is_no_learning_rate_to_restore()
    {
        var optimizer = new SGD(new ExponentialDecay(0.1f, 10, 0.5f));
        optimizer.RestoreState([Tensor.Scalar(10f)]);
        Assert.Equal(0.05f, optimizer.LearningRate, 1e-7f);
    }

    [Fact]
    public void A_long_training_keeps_its_exact_number_of_steps()
    {
        var optimizer = new SGD();
        optimizer.RestoreState([Tensor.Scalar(20_000_000f), Tensor.Scalar(0.01f)], stepCount: 20_000_001);
        Assert.Equal(20_000_001, optimizer.Iterations);
    }

    [Fact]
    public void State_that_does_not_fit_is_refused_before_anything_changes()
    {
        var optimizer = new SGD(0.1f, momentum: 0.9f);
        Variable w = Weight();
        optimizer.Apply([w], [Gradient(1)]);
        float[] slot = optimizer.SlotsOf(w)[0].Value.ToArray();

        var count = Assert.Throws<ArgumentException>(() => optimizer.RestoreState([Tensor.Scalar(5f), Tensor.Scalar(0.5f)]));
        var shape = Assert.Throws<ShapeException>(
            () => optimizer.RestoreState([Tensor.Scalar(5f), Tensor.Scalar(0.5f), Tensor.Zeros([2])]));

        Assert.StartsWith(
            "SGD 'sgd': expected 3 state tensors (sgd/iteration (), sgd/learning_rate (), sgd/w_momentum (9,)) but got 2.", count.Message,
            StringComparison.Ordinal);
        Assert.Equal("SGD 'sgd': expected shape (9,) for state 2, 'sgd/w_momentum', but got (2,).", shape.Message);
        Assert.Equal((1, 0.1f), (optimizer.Iterations, optimizer.LearningRate));
        Assert.Equal(slot, optimizer.SlotsOf(w)[0].Value.ToArray());
    }

    private static Variable Weight() => new(Tensor.From(TestData.Uniform(9, 1)), "w");

    private static Tensor Gradient(int step) => Tensor.From(TestData.Uniform(9, 10 + step));
}
