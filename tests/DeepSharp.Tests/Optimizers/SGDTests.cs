namespace DeepSharp.Tests.Optimizers;

public class SGDTests
{
    private static readonly float[] s_gradients = [0.5f, 0.5f];

    [Fact]
    public void Steps_against_the_gradient() => OptimizerRun.Check(new SGD(0.1f), s_gradients, [0.95, 0.9]);

    // v is -0.05 and then 0.9·(-0.05) - 0.05 = -0.095.
    [Fact]
    public void With_momentum_keeps_a_share_of_the_last_step() =>
        OptimizerRun.Check(new SGD(0.1f, momentum: 0.9f), s_gradients, [0.95, 0.855]);

    // Steps of 0.9·(-0.05) - 0.05 = -0.095 and 0.9·(-0.095) - 0.05 = -0.1355.
    [Fact]
    public void In_the_form_of_Nesterov_steps_ahead() =>
        OptimizerRun.Check(new SGD(0.1f, momentum: 0.9f, nesterov: true), s_gradients, [0.905, 0.7695]);

    [Fact]
    public void Keeps_nothing_without_momentum()
    {
        Variable w = OptimizerRun.One();
        var optimizer = new SGD();
        optimizer.Build([w]);
        Assert.Empty(optimizer.SlotsOf(w));
    }

    [Fact]
    public void Keeps_the_step_with_momentum()
    {
        Variable w = OptimizerRun.One();
        var optimizer = new SGD(0.1f, momentum: 0.9f);
        optimizer.Apply([w], [Tensor.From([0.5f])]);

        Variable slot = Assert.Single(optimizer.SlotsOf(w));
        Assert.Equal(("momentum", "sgd/dense_kernel_momentum"), (slot.Name, slot.Path));
        Assert.Equal(-0.05f, slot.Value.Item());
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(1.1f)]
    [InlineData(float.NaN)]
    public void A_momentum_outside_0_to_1_is_refused(float momentum)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => new SGD(momentum: momentum));
        Assert.StartsWith("SGD: expected a momentum from 0 to 1 but got ", exception.Message, StringComparison.Ordinal);
    }
}
