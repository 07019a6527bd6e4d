namespace DeepSharp.Kernels;

/// <summary>What Nadam multiplies mean, gradient and variance by in one step.</summary>
internal readonly record struct NadamRates(float Mean, float Gradient, float Variance)
{
    // Dozat 2016, section 3: the share of momentum rises to β₁ with 0.96 to the power of the step.
    private const double MomentumDecay = 0.96;

    /// <summary>The momentum μ of step t = 1, 2, …</summary>
    public static double Momentum(double beta1, long step) => beta1 * (1 - 0.5 * Math.Pow(MomentumDecay, step));

    /// <summary>The factors of a step, from the product of the momenta of all steps up to it.</summary>
    public static NadamRates Of(float rate, double beta1, double beta2, long step, double product)
    {
        double now = Momentum(beta1, step), next = Momentum(beta1, step + 1);
        return new NadamRates(
            (float)(rate * next / (1 - product * next)),
            (float)(rate * (1 - now) / (1 - product)),
            (float)(1 / (1 - Math.Pow(beta2, step))));
    }
}
