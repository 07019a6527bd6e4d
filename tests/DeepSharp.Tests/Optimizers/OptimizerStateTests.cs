namespace DeepSharp.Tests.Optimizers;

public class OptimizerStateTests
{
    [Fact]
    public void Accumulated_gradients_and_averages_are_state_too()
    {
        var optimizer = new Adam(0.1f, useEma: true, gradientAccumulationSteps: 2);
        var weight = new Variable(Tensor.From(TestData.Uniform(9, 1)), "w");
        for (int step = 0; step < 4; step++) optimizer.Apply([weight], [Tensor.From(TestData.Uniform(9, 10 + step))]);

        Assert.Equal(
            ["adam/iteration", "adam/learning_rate", "adam/w_average", "adam/w_gradient_accumulator", "adam/w_momentum", "adam/w_velocity"],
            optimizer.StateVariables.Select(variable => variable.Path));
        Assert.Equal(4f, optimizer.StateVariables[0].Value.Item());
    }

    [Fact]
    public void With_a_schedule_the_learning_rate_is_no_state()
    {
        var optimizer = new SGD(new ExponentialDecay(0.1f, 10, 0.5f));
        Assert.Equal(["sgd/iteration"], optimizer.StateVariables.Select(variable => variable.Path));
    }
}
