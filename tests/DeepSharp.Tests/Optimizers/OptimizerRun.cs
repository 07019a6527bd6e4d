namespace DeepSharp.Tests.Optimizers;

/// <summary>Steps of an optimizer on one weight that starts at 1.</summary>
internal static class OptimizerRun
{
    public static Variable One() => new(Tensor.From([1f]), "kernel") { Path = "dense/kernel" };

    /// <summary>Checks the weight after each step, to a few roundings.</summary>
    public static void Check(Optimizer optimizer, float[] gradients, double[] want)
    {
        Variable w = One();
        for (int step = 0; step < gradients.Length; step++)
        {
            optimizer.Apply([w], [Tensor.From([gradients[step]])]);
            Assert.Equal(want[step], w.Value.Item(), 2e-6);
        }

        Assert.Equal(gradients.Length, optimizer.Iterations);
    }
}
