namespace DeepSharp;

/// <summary>Single random numbers of distributions that take a few draws each, in double precision.</summary>
internal static class RandomVariates
{
    // Below, drawing one by one is as fast as halving.
    private const int FewTrials = 16;

    /// <summary>
    /// The logarithm of a gamma number: those of small shapes are too small for doubles. Marsaglia and Tsang 2000, "A simple method for
    /// generating gamma variables".
    /// </summary>
    public static double LogGamma(RandomStream random, double shape)
    {
        // Of a shape below 1: gamma(shape) is gamma(shape + 1) · u^(1/shape), section 6.
        if (shape < 1) return LogGamma(random, shape + 1) + Math.Log(NextDouble(random)) / shape;
        double d = shape - 1.0 / 3, c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = NextNormal(random), v = 1 + c * x;
            if (v <= 0) continue;
            double logV = 3 * Math.Log(v);
            v = v * v * v;
            if (Math.Log(NextDouble(random)) < 0.5 * x * x + d - d * v + d * logV) return Math.Log(d) + logV;
        }
    }

    /// <summary>A beta number, from 0 to 1: x / (x + y) of two gamma numbers.</summary>
    public static double Beta(RandomStream random, double alpha, double beta)
    {
        double x = LogGamma(random, alpha), y = LogGamma(random, beta);
        return 1 / (1 + Math.Exp(y - x));
    }

    /// <summary>
    /// How many of some trials succeed. Where they are many the middle one of as many uniform numbers, a beta number, says how half of them
    /// came out (Relles 1972, "A simple algorithm for generating binomial random variables when N is large").
    /// </summary>
    public static int Binomial(RandomStream random, int trials, double probability)
    {
        int successes = 0;
        while (trials > FewTrials && probability is > 0 and < 1)
        {
            int middle = 1 + trials / 2;
            double below = Beta(random, middle, trials + 1 - middle);
            if (below >= probability)
            {
                (trials, probability) = (middle - 1, probability / below);
            }
            else
            {
                successes += middle;
                (trials, probability) = (trials - middle, (probability - below) / (1 - below));
            }
        }

        if (probability >= 1) return successes + trials;
        for (int i = 0; i < trials && probability > 0; i++) successes += NextDouble(random) < probability ? 1 : 0;
        return successes;
    }

    // In (0, 1), of 53 bits: never 0, whose logarithm is none.
    private static double NextDouble(RandomStream random)
    {
        ulong bits = ((ulong)random.NextUInt32() << 32 | random.NextUInt32()) >> 11;
        return (bits + 0.5) * (1.0 / (1UL << 53));
    }

    private static double NextNormal(RandomStream random) =>
        Math.Sqrt(-2 * Math.Log(NextDouble(random))) * Math.Cos(Math.Tau * NextDouble(random));
}
