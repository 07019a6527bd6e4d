using System.Globalization;
using System.Runtime.CompilerServices;

namespace DeepSharp;

// Distributions with their own parameters.
public static partial class Ops
{
    private const int MostTrials = 1 << 24;

    /// <summary>Gamma numbers of scale 1: Keras's <c>random.gamma</c>. Mean and variance are <paramref name="alpha"/>.</summary>
    /// <param name="shape">All lengths known.</param>
    /// <param name="alpha">The shape of the distribution, above 0.</param>
    /// <param name="seed">For the same numbers each time; null for the process's stream.</param>
    /// <exception cref="ArgumentOutOfRangeException">The parameter is not above 0, or beyond 1e30.</exception>
    public static Tensor RandomGamma(Shape shape, double alpha, long? seed = null) =>
        RandomGamma(shape, DeepSharpRuntime.CreateStream(seed), alpha);

    /// <summary>The same from the next numbers of a stream.</summary>
    /// <param name="shape">All lengths known.</param>
    /// <param name="random">Goes on.</param>
    /// <param name="alpha">The shape of the distribution, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The parameter is not above 0, or beyond 1e30.</exception>
    public static Tensor RandomGamma(Shape shape, RandomStream random, double alpha)
    {
        ArgumentNullException.ThrowIfNull(random);
        RequireParameter("RandomGamma", alpha);
        Tensor numbers = Tensor.Temporary(shape);
        foreach (ref float number in numbers.Span) number = (float)Math.Exp(RandomVariates.LogGamma(random, alpha));
        return numbers;
    }

    /// <summary>Beta numbers, from 0 to 1: Keras's <c>random.beta</c>. Their mean is alpha / (alpha + beta).</summary>
    /// <param name="shape">All lengths known.</param>
    /// <param name="alpha">Above 0; larger ones push towards 1.</param>
    /// <param name="beta">Above 0; larger ones push towards 0.</param>
    /// <param name="seed">For the same numbers each time; null for the process's stream.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not above 0, or beyond 1e30.</exception>
    /// <example><code>Tensor share = Ops.RandomBeta([32, 1], 0.2, 0.2);   // how to mix two images</code></example>
    public static Tensor RandomBeta(Shape shape, double alpha, double beta, long? seed = null) =>
        RandomBeta(shape, DeepSharpRuntime.CreateStream(seed), alpha, beta);

    /// <summary>The same from the next numbers of a stream.</summary>
    /// <param name="shape">All lengths known.</param>
    /// <param name="random">Goes on.</param>
    /// <param name="alpha">Above 0.</param>
    /// <param name="beta">Above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not above 0, or beyond 1e30.</exception>
    public static Tensor RandomBeta(Shape shape, RandomStream random, double alpha, double beta)
    {
        ArgumentNullException.ThrowIfNull(random);
        RequireParameter("RandomBeta", alpha);
        RequireParameter("RandomBeta", beta);
        Tensor numbers = Tensor.Temporary(shape);
        foreach (ref float number in numbers.Span) number = (float)RandomVariates.Beta(random, alpha, beta);
        return numbers;
    }

    /// <summary>How many of some trials succeed: Keras's <c>random.binomial</c>; of 1 trial, yes or no.</summary>
    /// <param name="shape">All lengths known.</param>
    /// <param name="counts">Trials for each number, 0 to 16,777,216.</param>
    /// <param name="probabilities">That one succeeds, 0 to 1.</param>
    /// <param name="seed">For the same numbers each time; null for the process's stream.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are too many trials, or fewer than none, or the probability is none.</exception>
    public static Tensor RandomBinomial(Shape shape, int counts, double probabilities, long? seed = null) =>
        RandomBinomial(shape, DeepSharpRuntime.CreateStream(seed), counts, probabilities);

    /// <summary>The same from the next numbers of a stream.</summary>
    /// <param name="shape">All lengths known.</param>
    /// <param name="random">Goes on.</param>
    /// <param name="counts">Trials for each number, 0 to 16,777,216.</param>
    /// <param name="probabilities">That one succeeds, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are too many trials, or fewer than none, or the probability is none.</exception>
    public static Tensor RandomBinomial(Shape shape, RandomStream random, int counts, double probabilities)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (counts is < 0 or > MostTrials)
        {
            throw new ArgumentOutOfRangeException(
                nameof(counts),
                $"RandomBinomial: expected counts from 0 to {MostTrials:N0}, where floats hold every whole number, but got {counts}.");
        }

        if (probabilities is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probabilities), string.Create(CultureInfo.InvariantCulture,
                $"RandomBinomial: expected probabilities from 0 to 1 but got {probabilities}."));
        }

        Tensor numbers = Tensor.Temporary(shape);
        foreach (ref float number in numbers.Span) number = RandomVariates.Binomial(random, counts, probabilities);
        return numbers;
    }

    private static void RequireParameter(string who, double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        const double Largest = 1e30;
        if (value is > 0 and <= Largest) return;
        throw new ArgumentOutOfRangeException(name, string.Create(CultureInfo.InvariantCulture,
            $"{who}: expected {name} above 0, to {Largest:0e0}, but got {value}."));
    }
}
