using System.Buffers;
using System.Globalization;

namespace DeepSharp;

// What random numbers decide: which class, which order, which values stay.
public static partial class Ops
{
    private const int MostShuffled = 1 << 24;

    /// <summary>Class labels, drawn with the probabilities that a softmax of logits gives: Keras's <c>random.categorical</c>.</summary>
    /// <param name="logits">
    /// (batch, classes): the logarithms of probabilities, up to a constant a row; -∞ for a class that never comes.
    /// </param>
    /// <param name="numSamples">Labels for each row.</param>
    /// <param name="seed">For the same labels each time; null for the process's stream.</param>
    /// <returns>(batch, numSamples), whole numbers from 0. No gradient.</returns>
    /// <exception cref="ShapeException">The logits are not of rank 2, or have no classes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are to be less than 1 sample.</exception>
    /// <exception cref="ArgumentException">A logit is NaN or ∞, or no class of a row can come.</exception>
    /// <example><code>Tensor next = Ops.RandomCategorical(logits / temperature, 1);   // the next word of a text</code></example>
    public static Tensor RandomCategorical(Tensor logits, int numSamples, long? seed = null) =>
        RandomCategorical(logits, numSamples, DeepSharpRuntime.CreateStream(seed));

    /// <summary>The same from the next numbers of a stream.</summary>
    /// <inheritdoc cref="RandomCategorical(Tensor, int, long?)"/>
    /// <param name="logits">(batch, classes).</param>
    /// <param name="numSamples">Labels for each row.</param>
    /// <param name="random">Goes on by a number for each label.</param>
    public static Tensor RandomCategorical(Tensor logits, int numSamples, RandomStream random)
    {
        Shape shape = Require(logits).Shape;
        ArgumentNullException.ThrowIfNull(random);
        if (shape.Rank != 2 || shape[1] == 0)
        {
            throw new ShapeException($"RandomCategorical: expected logits of shape (batch, classes) but got {shape}.");
        }

        if (numSamples < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(numSamples), $"RandomCategorical: expected numSamples of 1 or more but got {numSamples}.");
        }

        Tensor labels = Tensor.Temporary([shape[0], numSamples]);
        double[] sums = ArrayPool<double>.Shared.Rent(shape[1]);
        try
        {
            for (int row = 0; row < shape[0]; row++)
            {
                Span<double> upTo = sums.AsSpan(0, shape[1]);
                AddUp(logits.Span.Slice(row * shape[1], shape[1]), upTo, row);
                foreach (ref float label in labels.Span.Slice(row * numSamples, numSamples))
                {
                    label = ClassAt(upTo, random.NextSingle() * upTo[^1]);
                }
            }
        }
        finally
        {
            ArrayPool<double>.Shared.Return(sums);
        }

        return labels;
    }

    /// <summary>The slices along an axis in random order, every order equally likely: Keras's <c>random.shuffle</c>.</summary>
    /// <param name="x">Of any shape but ().</param>
    /// <param name="axis">The axis whose slices change places, each as a whole; 0 are the samples.</param>
    /// <param name="seed">For the same order each time; null for the process's stream.</param>
    /// <returns>A copy, of the shape of <paramref name="x"/>. Gradients go back to where the slices came from.</returns>
    /// <exception cref="ShapeException">There is no such axis, or it is longer than 16,777,216.</exception>
    /// <example><code>Tensor permuted = Ops.RandomShuffle(x, seed: 3);</code></example>
    public static Tensor RandomShuffle(Tensor x, int axis = 0, long? seed = null) =>
        RandomShuffle(x, DeepSharpRuntime.CreateStream(seed), axis);

    /// <summary>The same from the next numbers of a stream.</summary>
    /// <inheritdoc cref="RandomShuffle(Tensor, int, long?)"/>
    /// <param name="x">Of any shape but ().</param>
    /// <param name="random">Goes on by a number for each slice, or a few more.</param>
    /// <param name="axis">The axis whose slices change places.</param>
    public static Tensor RandomShuffle(Tensor x, RandomStream random, int axis = 0)
    {
        Shape shape = Require(x).Shape;
        ArgumentNullException.ThrowIfNull(random);
        int position = shape.NormalizeAxis(axis), length = shape[position];
        if (length > MostShuffled)
        {
            throw new ShapeException(
                $"RandomShuffle: expected an axis of at most {MostShuffled:N0} slices but axis {axis} is that of {shape}.");
        }

        var order = new int[length];
        for (int i = 0; i < length; i++) order[i] = i;
        random.Shuffle(order);
        if (shape.Size == 0) return x.Reshape(shape);

        // Rows of a table are gathered by their numbers: the axis comes to the front, and goes back.
        Span<int> axes = stackalloc int[shape.Rank];
        for (int i = 0; i < axes.Length; i++) axes[i] = i;
        (axes[0], axes[position]) = (position, 0);
        Tensor front = position == 0 ? x : x.Transpose(axes);
        Tensor rows = Tape.Run(GatherRowsOp.Instance, Tensor.FromLabels(order), front.Reshape([length, -1])).Reshape(front.Shape);
        return position == 0 ? rows : rows.Transpose(axes);
    }

    /// <summary>
    /// Sets a random part of the values to 0 and scales the rest up so that the mean stays: Keras's <c>random.dropout</c>.
    /// </summary>
    /// <param name="inputs">Of any shape.</param>
    /// <param name="rate">Fraction of the values to drop, from 0 to below 1.</param>
    /// <param name="noiseShape">
    /// The shape of what decides about dropping: 1 along axes that share it, <see cref="Shape.Any"/> for the length of the input. Null for
    /// every value by itself.
    /// </param>
    /// <param name="seed">For the same values each time; null for the process's stream.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is below 0, or 1 or more.</exception>
    /// <exception cref="ShapeException">The shape of the noise does not fit the input.</exception>
    /// <example><code>Tensor noisy = Ops.RandomDropout(x, 0.5);   // whether training or not</code></example>
    public static Tensor RandomDropout(Tensor inputs, double rate, Shape? noiseShape = null, long? seed = null) =>
        RandomDropout(inputs, rate, DeepSharpRuntime.CreateStream(seed), noiseShape);

    /// <summary>The same from the next numbers of a stream.</summary>
    /// <inheritdoc cref="RandomDropout(Tensor, double, Shape?, long?)"/>
    /// <param name="inputs">Of any shape.</param>
    /// <param name="rate">Fraction of the values to drop, from 0 to below 1.</param>
    /// <param name="random">Goes on by a number for each value that is decided about.</param>
    /// <param name="noiseShape">The shape of what decides about dropping; null for every value by itself.</param>
    public static Tensor RandomDropout(Tensor inputs, double rate, RandomStream random, Shape? noiseShape = null)
    {
        Require(inputs);
        ArgumentNullException.ThrowIfNull(random);
        float share = (float)rate;
        if (share is not (>= 0f and < 1f))
        {
            throw new ArgumentOutOfRangeException(
                nameof(rate), string.Create(CultureInfo.InvariantCulture,
                    $"RandomDropout: expected a rate, the fraction to drop, from 0 to below 1 but got {rate}."));
        }

        if (share == 0f) return inputs;
        Op op = noiseShape is { } shape ? new SharedDropoutOp(share, random, shape) : new DropoutOp(share, random);
        return Tape.Run(op, inputs);
    }

    // Of exp(logit - the largest) up to each class.
    private static void AddUp(ReadOnlySpan<float> logits, Span<double> sums, int row)
    {
        float largest = float.NegativeInfinity;
        foreach (float logit in logits)
        {
            if (float.IsNaN(logit) || float.IsPositiveInfinity(logit))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"RandomCategorical: expected logits that are finite, or -∞ for classes that never come, but row {row} has {logit}."));
            }

            largest = MathF.Max(largest, logit);
        }

        if (float.IsNegativeInfinity(largest))
        {
            throw new ArgumentException(
                $"RandomCategorical: expected a class that can come in each row of logits but row {row} is all -∞.");
        }

        double sum = 0;
        for (int i = 0; i < sums.Length; i++) sums[i] = sum += Math.Exp(logits[i] - largest);
    }

    // The first class at which the sum exceeds the number drawn: one of no probability adds nothing and is never it. What is drawn is below
    // the last sum, as it is that times a number below 1, by 2⁻²⁴ or more.
    private static int ClassAt(ReadOnlySpan<double> sums, double drawn)
    {
        (int first, int end) = (0, sums.Length - 1);
        while (first < end)
        {
            int middle = (int)(((uint)first + (uint)end) / 2);
            if (drawn < sums[middle]) end = middle;
            else first = middle + 1;
        }

        return first;
    }
}
