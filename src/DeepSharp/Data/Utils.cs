namespace DeepSharp;

/// <summary>What tutorials take from <c>keras.utils</c>.</summary>
public static partial class Utils
{
    // Above, floats do not hold every whole number.
    private const int MostLabels = 1 << 24;

    /// <summary>One-hot rows of class labels, shape (samples, classes), for <c>"categorical_crossentropy"</c>.</summary>
    /// <remarks><c>"sparse_categorical_crossentropy"</c> takes the labels as they are, and less memory.</remarks>
    /// <param name="x">Labels from 0 on, shape (samples,) or (samples, 1).</param>
    /// <param name="numClasses">The number of classes; null for the largest label and 1.</param>
    /// <exception cref="ShapeException">There is more than one label a sample.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is no whole number, below 0 or not below the number of classes.</exception>
    /// <example><code>Tensor targets = Utils.ToCategorical(labels, 10);</code></example>
    public static Tensor ToCategorical(DataArray x, int? numClasses = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.SampleSize != 1)
        {
            throw new ShapeException($"ToCategorical: expected one label a sample, shape (samples,) or (samples, 1), but got {x.Shape}.");
        }

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

        return Tensor.OneHot(classes, numClasses ?? (classes.Length == 0 ? 0 : classes.Max() + 1));
    }

    /// <summary>The same as <see cref="DeepSharpRuntime.SetRandomSeed"/>.</summary>
    public static void SetRandomSeed(long seed) => DeepSharpRuntime.SetRandomSeed(seed);
}
