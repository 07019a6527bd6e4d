namespace DeepSharp.Tests.Optimizers;

public class ScheduleFreeAdamWTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 0.1)]
    public void Steps_as_algorithm_1_says(int warmup, double decay)
    {
        float[] gradients = [0.5f, -0.3f, 0.2f, 0.7f, -0.1f];
        double y = 1, z = 1, v = 0, b1 = 0.9, b2 = 0.999;
        var want = new double[gradients.Length];
        for (int t = 1; t <= gradients.Length; t++)
        {
            double g = gradients[t - 1], rate = 0.05 * (warmup == 0 ? 1 : Math.Min(1, (double)t / warmup));
            y -= y * decay * 0.05;
            double x = (y - (1 - b1) * z) / b1;
            v += (g * g - v) * (1 - b2);
            z -= rate * g / (Math.Sqrt(v / (1 - Math.Pow(b2, t))) + 1e-8);
            x = (1 - 1.0 / t) * x + z / t;
            want[t - 1] = y = (1 - b1) * z + b1 * x;
        }

        OptimizerRun.Check(new ScheduleFreeAdamW(0.05, warmupSteps: warmup, weightDecay: decay == 0 ? null : decay), gradients, want);
    }

    [Fact]
    public void A_warmup_below_0_is_refused() => Assert.StartsWith(
        "ScheduleFreeAdamW: expected warmupSteps of 0 or more but got -1.",
        Assert.Throws<ArgumentOutOfRangeException>(() => new ScheduleFreeAdamW(warmupSteps: -1)).Message, StringComparison.Ordinal);
}
