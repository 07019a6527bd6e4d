namespace DeepSharp.Tests.Optimizers;

public class LearningRateTests
{
    [Fact]
    public void A_number_and_a_schedule_convert_by_themselves()
    {
        Assert.Equal(0.25f, new Adam(0.25f).LearningRate);
        Assert.Equal(0.25f, new Adam(new ExponentialDecay(0.25f, 10, 0.5f)).LearningRate);
        Assert.Equal(1f, new SGD(1).LearningRate);
        Assert.Equal(0.01, new SGD().LearningRate);
    }

    [Fact]
    public void A_schedule_gives_the_first_step_the_rate_of_0_and_the_next_that_of_1()
    {
        Variable w = OptimizerRun.One();
        var optimizer = new SGD(new PiecewiseConstantDecay([0], [0.5f, 0.25f]));
        Assert.Equal(0.5f, optimizer.LearningRate);
        optimizer.Apply([w], [Tensor.From([1f])]);
        Assert.Equal((0.5f, 0.25f), (w.Value.Item(), optimizer.LearningRate));
        optimizer.Apply([w], [Tensor.From([1f])]);
        Assert.Equal(0.25f, w.Value.Item());
    }

    [Fact]
    public void The_rate_of_a_schedule_cannot_be_set()
    {
        var optimizer = new Adam(new CosineDecay(0.1f, 10));
        var exception = Assert.Throws<InvalidOperationException>(() => optimizer.LearningRate = 0.5f);
        Assert.Equal(
            "Adam: expected a constant learning rate to set, but the optimizer was made with a CosineDecay. " +
            "Make it with a number to be able to change that.", exception.Message);
    }

    [Fact]
    public void No_schedule_is_refused() =>
        Assert.Throws<ArgumentNullException>(() => new SGD((LearningRate)(LearningRateSchedule)null!));

    [Fact]
    public void A_schedule_of_ones_own_is_asked_for_each_step()
    {
        Variable w = OptimizerRun.One();
        var optimizer = new SGD(new Halving());
        for (int step = 0; step < 3; step++) optimizer.Apply([w], [Tensor.From([1f])]);
        Assert.Equal(1f - 0.5f - 0.25f - 0.125f, w.Value.Item());
    }

    [Fact]
    public void A_schedule_comes_back_from_the_config_of_its_optimizer()
    {
        var optimizer = new RMSprop(new CosineDecay(0.1f, 100, warmupTarget: 0.2f, warmupSteps: 5), momentum: 0.5f);
        Optimizer copy = Optimizer.FromConfig(System.Text.Json.Nodes.JsonNode.Parse(optimizer.ToConfig().ToJsonString())!);
        Assert.Equal(optimizer.Schedule, copy.Schedule);
    }

    private sealed record Halving : LearningRateSchedule
    {
        public override double At(long step) => 0.5f / (1 << (int)step);
    }

    // Two gradients of 1 and a rate of 1, from 0. A gradient that was added before the rate was refused would count a third time.
    [Fact]
    public void A_rate_that_is_refused_is_refused_before_a_gradient_is_accumulated()
    {
        var weight = new Variable(Tensor.Zeros([1]), "w");
        var schedule = new Sometimes();
        var optimizer = new SGD(schedule, gradientAccumulationSteps: 2);
        Assert.Throws<InvalidOperationException>(() => optimizer.Apply([weight], [Tensor.Ones([1])]));
        schedule.IsReady = true;
        for (int i = 0; i < 2; i++) optimizer.Apply([weight], [Tensor.Ones([1])]);
        Assert.Equal(-1f, weight.Value.Item());
    }

    [Fact]
    public void A_rate_of_0_changes_nothing_under_Ftrl()
    {
        var weight = new Variable(Tensor.Full([1], 0.5f), "w");
        new Ftrl(0.0).Apply([weight], [Tensor.Ones([1])]);
        Assert.Equal(0.5f, weight.Value.Item());
    }

    private sealed record Sometimes : LearningRateSchedule
    {
        public bool IsReady { get; set; }

        public override double At(long step) => IsReady ? 1 : double.NaN;
    }
}
