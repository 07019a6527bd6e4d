namespace DeepSharp;

// Random tensors: the functions of keras.random. A seed gives the same numbers each time, no seed the next ones of the process; a stream
// gives other ones with each call, as in the Call of a layer, and is what Keras's SeedGenerator is.
public static partial class Ops
{
    /// <summary>Normal numbers: Keras's <c>random.normal</c>. In a step they live in its memory, as all that is computed there.</summary>
    /// <inheritdoc cref="Tensor.RandomNormal(Shape, double, double, long?)"/>
    /// <example><code>Tensor noise = Ops.RandomNormal(x.Shape, stddev: 0.1);</code></example>
    public static Tensor RandomNormal(Shape shape, double mean = 0, double stddev = 1, long? seed = null) =>
        RandomNormal(shape, DeepSharpRuntime.CreateStream(seed), mean, stddev);

    /// <summary>The next normal numbers of a stream.</summary>
    /// <param name="shape">All lengths known.</param>
    /// <param name="random">Goes on by as many numbers.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="stddev">The standard deviation, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The mean is not finite, the deviation is negative or not finite, or the numbers would be no floats.
    /// </exception>
    /// <example><code>
    /// private readonly RandomStream _random = new(seed);   // a layer's own
    ///
    /// protected override Tensor Call(Tensor input, bool training) =&gt; training ? input + Ops.RandomNormal(input.Shape, _random) : input;
    /// </code></example>
    public static Tensor RandomNormal(Shape shape, RandomStream random, double mean = 0, double stddev = 1) =>
        RandomTensors.Normal("RandomNormal", Tensor.Temporary(shape), random, mean, stddev);

    /// <summary>
    /// Normal numbers of which those beyond two deviations from the mean are drawn again: <c>random.truncated_normal</c>.
    /// </summary>
    /// <remarks>The standard deviation of what remains is 0.88 times the given one.</remarks>
    /// <inheritdoc cref="Tensor.RandomNormal(Shape, double, double, long?)"/>
    public static Tensor RandomTruncatedNormal(Shape shape, double mean = 0, double stddev = 1, long? seed = null) =>
        RandomTruncatedNormal(shape, DeepSharpRuntime.CreateStream(seed), mean, stddev);

    /// <summary>The same from the next numbers of a stream.</summary>
    /// <inheritdoc cref="RandomNormal(Shape, RandomStream, double, double)"/>
    public static Tensor RandomTruncatedNormal(Shape shape, RandomStream random, double mean = 0, double stddev = 1) =>
        RandomTensors.TruncatedNormal("RandomTruncatedNormal", Tensor.Temporary(shape), random, mean, stddev);

    /// <summary>Numbers that are equally likely anywhere in a range: Keras's <c>random.uniform</c>.</summary>
    /// <inheritdoc cref="Tensor.RandomUniform(Shape, double, double, long?)"/>
    public static Tensor RandomUniform(Shape shape, double minval = 0, double maxval = 1, long? seed = null) =>
        RandomUniform(shape, DeepSharpRuntime.CreateStream(seed), minval, maxval);

    /// <summary>The same from the next numbers of a stream.</summary>
    /// <param name="shape">All lengths known.</param>
    /// <param name="random">Goes on by as many numbers.</param>
    /// <param name="minval">The smallest number that comes.</param>
    /// <param name="maxval">What all are below; itself it comes only by rounding.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is not finite, or falls.</exception>
    /// <example><code>Tensor labels = Tensor.Ones([32, 1]) + Ops.RandomUniform([32, 1], _random, maxval: 0.05);</code></example>
    public static Tensor RandomUniform(Shape shape, RandomStream random, double minval = 0, double maxval = 1) =>
        RandomTensors.Uniform("RandomUniform", Tensor.Temporary(shape), random, minval, maxval);

    /// <summary>Whole numbers, equally likely: Keras's <c>random.randint</c>.</summary>
    /// <param name="shape">All lengths known.</param>
    /// <param name="minval">The smallest number that comes.</param>
    /// <param name="maxval">One more than the largest.</param>
    /// <param name="seed">For the same numbers each time; null for the process's stream.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such number, or one is beyond ±16,777,216.</exception>
    /// <example><code>Tensor ids = Ops.RandomInt([32, 20], 0, 10_000);</code></example>
    public static Tensor RandomInt(Shape shape, int minval, int maxval, long? seed = null) =>
        RandomInt(shape, DeepSharpRuntime.CreateStream(seed), minval, maxval);

    /// <summary>The same from the next numbers of a stream.</summary>
    /// <param name="shape">All lengths known.</param>
    /// <param name="random">Goes on.</param>
    /// <param name="minval">The smallest number that comes.</param>
    /// <param name="maxval">One more than the largest.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such number, or one is beyond ±16,777,216.</exception>
    public static Tensor RandomInt(Shape shape, RandomStream random, int minval, int maxval) =>
        RandomTensors.Integers("RandomInt", Tensor.Temporary(shape), random, minval, maxval);
}
