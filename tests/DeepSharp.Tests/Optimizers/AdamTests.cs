namespace DeepSharp.Tests.Optimizers;

public class AdamTests
{
    // Whatever the gradient, the first step is the learning rate. In the second, the corrected mean of gradients is
    // (0.9·0.05 - 0.05)/0.19 = -0.0263 and that of squares is 0.25, so it is +0.1·0.0263/0.5.
    [Fact]
    public void Steps_by_the_corrected_means() =>
        OptimizerRun.Check(new Adam(0.1f), [0.5f, -0.5f], [0.9, 0.9 + 0.1 * (0.005 / 0.19) / 0.5]);

    // The second mean of squares, 0.999·0.00025, is below the first, so the first still divides: 0.00025/(1 - 0.999²).
    [Fact]
    public void In_the_form_of_AMSGrad_divides_by_the_largest_mean_of_squares() => OptimizerRun.Check(
        new Adam(0.1f, beta2: 0.5f, amsgrad: true), [0.5f, 0f],
        [0.9, 0.9 - 0.1 * (0.045 / 0.19) / Math.Sqrt(0.125 / 0.75)]);

    [Fact]
    public void Without_AMSGrad_the_mean_of_squares_may_fall() => OptimizerRun.Check(
        new Adam(0.1f, beta2: 0.5f), [0.5f, 0f],
        [0.9, 0.9 - 0.1 * (0.045 / 0.19) / Math.Sqrt(0.0625 / 0.75)]);

    // The rate is corrected, epsilon is not: 0.1·√(1 - 0.5)/(1 - 0.9)·0.1·0.5/(√(0.5·0.25) + 1).
    [Fact]
    public void Epsilon_is_added_before_the_correction() => OptimizerRun.Check(
        new Adam(0.1f, beta2: 0.5f, epsilon: 1f), [0.5f], [1 - 0.1 * Math.Sqrt(0.5) / 0.1 * 0.05 / (Math.Sqrt(0.125) + 1)]);

    [Fact]
    public void A_gradient_of_0_changes_nothing_at_first() => OptimizerRun.Check(new Adam(0.1f), [0f], [1]);

    [Fact]
    public void Keeps_two_values_for_each_weight_in_the_order_of_Keras()
    {
        Variable w = OptimizerRun.One();
        var optimizer = new Adam(0.1f);
        optimizer.Apply([w], [Tensor.From([0.5f])]);

        Assert.Equal(["adam/dense_kernel_momentum", "adam/dense_kernel_velocity"], optimizer.SlotsOf(w).Select(slot => slot.Path));
        Assert.Equal(0.05f, optimizer.SlotsOf(w)[0].Value.Item(), 1e-7f);

        Assert.Equal(0.00025f, optimizer.SlotsOf(w)[1].Value.Item());
    }

    [Fact]
    public void Keeps_the_largest_mean_of_squares_with_AMSGrad()
    {
        Variable w = OptimizerRun.One();
        var optimizer = new Adam(amsgrad: true);
        optimizer.Build([w]);
        Assert.Equal(["momentum", "velocity", "velocity_hat"], optimizer.SlotsOf(w).Select(slot => slot.Name));
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.StartsWith(
            "Adam: expected a beta1 from 0 to below 1 but got 1.", Message(() => new Adam(beta1: 1f)), StringComparison.Ordinal);
        Assert.StartsWith(
            "Adam: expected a beta2 from 0 to below 1 but got -0.1.", Message(() => new Adam(beta2: -0.1f)), StringComparison.Ordinal);
        Assert.StartsWith("Adam: expected an epsilon above 0 but got 0.", Message(() => new Adam(epsilon: 0f)), StringComparison.Ordinal);
    }

    private static string Message(Func<object> create) => Assert.Throws<ArgumentOutOfRangeException>(create).Message;
}
