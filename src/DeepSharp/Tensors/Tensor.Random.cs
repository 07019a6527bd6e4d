namespace DeepSharp;

public sealed partial class Tensor
{
    /// <summary>A tensor of normal numbers.</summary>
    /// <param name="shape">All lengths known.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="stddev">The standard deviation, 0 or more.</param>
    /// <param name="seed">For the same numbers each time, on any number of threads; null for the process's stream.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The mean is not finite, the deviation is negative or not finite, or the numbers would be no floats.
    /// </exception>
    /// <exception cref="ShapeException">A length is unknown.</exception>
    /// <example><code>Tensor noise = Tensor.RandomNormal([32, 100], seed: 7);</code></example>
    public static Tensor RandomNormal(Shape shape, double mean = 0, double stddev = 1, long? seed = null) =>
        RandomTensors.Normal("Tensor.RandomNormal", Create(shape), DeepSharpRuntime.CreateStream(seed), mean, stddev);

    /// <summary>A tensor of numbers that are equally likely anywhere from <paramref name="minval"/> to <paramref name="maxval"/>.</summary>
    /// <param name="shape">All lengths known.</param>
    /// <param name="minval">The smallest number that comes.</param>
    /// <param name="maxval">What all are below; itself it comes only by rounding.</param>
    /// <param name="seed">For the same numbers each time, on any number of threads; null for the process's stream.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is not finite, or falls.</exception>
    /// <exception cref="ShapeException">A length is unknown.</exception>
    /// <example><code>Tensor x = Tensor.RandomUniform([1000, 8], -1, 1, seed: 7);</code></example>
    public static Tensor RandomUniform(Shape shape, double minval = 0, double maxval = 1, long? seed = null) =>
        RandomTensors.Uniform("Tensor.RandomUniform", Create(shape), DeepSharpRuntime.CreateStream(seed), minval, maxval);
}
