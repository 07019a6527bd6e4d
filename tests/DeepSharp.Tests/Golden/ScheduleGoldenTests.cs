namespace DeepSharp.Tests.Golden;

public sealed class ScheduleGoldenTests
{
    public static TheoryData<string> Cases => GoldenArea.Theory("schedules");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Rates_are_those_of_Keras(string id)
    {
        GoldenCase golden = GoldenArea.Load("schedules").Open(id);
        LearningRateSchedule schedule = LearningRateSchedule.FromConfig(
            ConfigSchema.Wrap("keras.optimizers.schedules", golden.Text("schedule"), golden.Object("args")));

        int[] steps = [.. golden.List("steps").Select(step => (int)step!)];
        for (int i = 0; i < steps.Length; i++)
        {
            Tolerance.Output.Check($"rate of step {steps[i]}", (double)golden.List("values")[i]!, schedule.At(steps[i]));
        }

        Assert.Equal(schedule, LearningRateSchedule.FromConfig(schedule.ToConfig()));
        golden.AssertEverythingRead();
    }
}
