namespace DeepSharp;

/// <summary>What tutorials take from <c>keras.utils</c>.</summary>
public static partial class Utils
{
    // Above, floats do not hold every whole number.
    private const int MostLabels = 1 << 24;

    /// <summary>One-hot rows of class labels, shape (samples, classes), for <c>"categorical_crossentropy"</c>.</summary>
    /// <remarks><c>"sparse_categorical_crossentropy"</c> takes the labels as they are, and less memory.</remarks>
    /// <param name="x">Labels from 0 on, shape (samples,) or (samples, 1); or several a sample, (samples, steps).</param>
    /// <param name="numClasses">The number of classes; null for the largest label and 1.</param>
    /// <returns>Shape (samples, classes) or (samples, steps, classes): an axis of length 1 at the end is left out.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A label is no whole number, below 0 or not below the number of classes.</exception>
    /// <example><code>Tensor targets = Utils.ToCategorical(labels, 10);</code></example>
    public static Tensor ToCategorical(DataArray x, int? numClasses = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        float[] labels = x.ToArray();
        var classes = new int[labels.Length];
        for (int i = 0; i < classes.Length; i++)
        {
            classes[i] = (int)labels[i];
            bool isLabel = labels[i] >= 0 && labels[i] < MostLabels && classes[i] == labels[i];
            if (isLabel) continue;
            throw new ArgumentOutOfRangeException(
                nameof(x),
                FormattableString.Invariant(
                    $"ToCategorical: expected whole numbers from 0 to {MostLabels - 1}, but label {i} is {labels[i]}."));
        }

        int count = numClasses ?? (classes.Length == 0 ? 0 : classes.Max() + 1);
        Shape shape = x.Shape.Rank > 1 && x.Shape[^1] == 1 ? x.Shape[..^1] : x.Shape;
        return Tensor.OneHot(classes, count).Reshape(shape.Append(count));
    }

    /// <summary>The same as <see cref="DeepSharpRuntime.SetRandomSeed"/>.</summary>
    public static void SetRandomSeed(long seed) => DeepSharpRuntime.SetRandomSeed(seed);
}
