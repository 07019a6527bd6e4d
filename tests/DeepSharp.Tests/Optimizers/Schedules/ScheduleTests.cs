using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Optimizers.Schedules;

public class ScheduleTests
{
    private static readonly LearningRateSchedule[] s_schedules =
    [
        new ExponentialDecay(0.1f, 10, 0.5f, staircase: true),
        new InverseTimeDecay(0.1f, 10, 0.5f),
        new PolynomialDecay(0.1f, 10, 0.02f, 2f, cycle: true),
        new PiecewiseConstantDecay([10, 20], [0.1f, 0.05f, 0.01f]),
        new CosineDecay(0.1f, 10, 0.1f),
        new CosineDecay(0.1f, 10, 0.1f, "c", 0.3f, 5),
        new CosineDecayRestarts(0.1f, 10, 1.5f, 0.5f, 0.1f),
    ];

    [Fact]
    public void Equal_parameters_make_equal_schedules()
    {
        Assert.Equal(new PiecewiseConstantDecay([1], [1f, 2f]), new PiecewiseConstantDecay([1], [1f, 2f]));
        Assert.Equal(new PiecewiseConstantDecay([1], [1f, 2f]).GetHashCode(), new PiecewiseConstantDecay([1], [1f, 2f]).GetHashCode());
        Assert.NotEqual(new PiecewiseConstantDecay([1], [1f, 2f]), new PiecewiseConstantDecay([2], [1f, 2f]));
        Assert.NotEqual(new ExponentialDecay(0.1f, 10, 0.5f), new ExponentialDecay(0.1f, 10, 0.5f, staircase: true));
    }

    [Fact]
    public void The_config_comes_back()
    {
        foreach (LearningRateSchedule schedule in s_schedules)
        {
            Assert.Equal(schedule, LearningRateSchedule.FromConfig(schedule.ToConfig()));
            Assert.Equal(schedule, LearningRateSchedule.FromConfig(JsonNode.Parse(schedule.ToConfig().ToJsonString())!));
        }
    }

    [Fact]
    public void The_config_is_that_of_Keras()
    {
        JsonNode want = JsonNode.Parse(
            """
            {"module": "keras.optimizers.schedules", "class_name": "PiecewiseConstantDecay", "config": {"boundaries": [10, 20],
            "values": [0.5, 0.25, 0.125], "name": "PiecewiseConstant"}, "registered_name": null}
            """)!;
        Assert.True(JsonNode.DeepEquals(want, new PiecewiseConstantDecay([10, 20], [0.5f, 0.25f, 0.125f]).ToConfig()));
    }

    // Periods of 10, 20 and 40 steps: each starts with the whole rate again.
    [Fact]
    public void Restarts_come_exactly_where_the_periods_end()
    {
        var schedule = new CosineDecayRestarts(0.1f, 10);
        Assert.All([0, 10, 30, 70, 150, 10 * ((1 << 20) - 1)], step => Assert.Equal(0.1, schedule.At(step)));
        Assert.All([9, 29, 69], step => Assert.InRange(schedule.At(step), 0, 0.01));
    }

    [Fact]
    public void Steps_far_beyond_the_end_keep_the_last_rate()
    {
        Assert.Equal(0.02, new PolynomialDecay(0.1f, 10, 0.02f).At(long.MaxValue / 2), 1e-8);
        Assert.Equal(0.01, new CosineDecay(0.1f, 10, alpha: 0.1f).At(long.MaxValue / 2), 1e-8);
        Assert.Equal(0.01, new PiecewiseConstantDecay([5], [0.1f, 0.01f]).At(long.MaxValue / 2));
    }

    [Fact]
    public void A_warmup_of_no_steps_starts_with_its_target() =>
        Assert.Equal(0.3, new CosineDecay(0.1f, 10, warmupTarget: 0.3f, warmupSteps: 0).At(0));

    [Fact]
    public void An_unknown_class_lists_the_known_ones()
    {
        var exception = Assert.Throws<ArgumentException>(
            () => LearningRateSchedule.FromConfig(ConfigSchema.Wrap("keras.optimizers.schedules", "LinearDecay", [])));
        Assert.StartsWith(
            "Unknown learning-rate schedule 'LinearDecay'. Known: CosineDecay, CosineDecayRestarts, ", exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_config_without_a_needed_parameter_is_refused()
    {
        JsonObject config = ConfigSchema.Wrap("keras.optimizers.schedules", "CosineDecay", new JsonObject { ["decay_steps"] = 5 });
        var exception = Assert.Throws<FormatException>(() => LearningRateSchedule.FromConfig(config));
        Assert.Equal("CosineDecay: the config lacks 'initial_learning_rate', which has no default.", exception.Message);
    }

    [Fact]
    public void Parameters_out_of_range_are_refused()
    {
        Check(
            () => new ExponentialDecay(-1f, 1, 1f),
            "ExponentialDecay: expected initialLearningRate to be a finite number of 0 or more but got -1.");
        Check(() => new InverseTimeDecay(1f, 0, 1f), "InverseTimeDecay: expected decaySteps of 1 or more but got 0.");
        Check(() => new PolynomialDecay(1f, 1, power: 0f), "PolynomialDecay: expected a power above 0 but got 0.");
        Check(() => new CosineDecay(1f, 1, warmupSteps: -1), "CosineDecay: expected warmupSteps of 0 or more but got -1.");
        Check(() => new CosineDecayRestarts(1f, 1, tMul: 0.5f), "CosineDecayRestarts: expected tMul of 1 or more but got 0.5.");
        Check(
            () => new PiecewiseConstantDecay([2, 1], [1f, 2f, 3f]), "PiecewiseConstantDecay: expected rising boundaries but got 2, 1.");
        Check(
            () => new PiecewiseConstantDecay([1], [1f]),
            "PiecewiseConstantDecay: expected a value more than boundaries but got 1 values, 1 boundaries.");

        static void Check(Func<object> create, string message) =>
            Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(create).Message, StringComparison.Ordinal);
    }
}
