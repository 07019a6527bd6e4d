using System.Globalization;

namespace DeepSharp;

/// <summary>Weights of samples, or of the steps of samples, by the class of their target.</summary>
internal static class ClassWeights
{
    // What rounding to floats, or arithmetic with them, takes off a whole number: 0.99999994 is class 1.
    private const float Tolerance = 1e-5f;

    private const int NoClass = int.MinValue;

    /// <summary>Multiplies the weights of the only output by those of the classes: one weight for each loss.</summary>
    /// <param name="method">Who asks, for the message.</param>
    /// <param name="targets">A label or a one-hot row for each row of predictions.</param>
    /// <param name="weights">Changed.</param>
    /// <param name="classWeight">A weight for each class; 1 for those that are missing.</param>
    /// <param name="prediction">
    /// The shape of the predictions: all axes but the last are those of the losses. Lengths may be unknown.
    /// </param>
    /// <param name="room">Where the weights are written.</param>
    /// <exception cref="ArgumentException">There are several outputs, or no classes to be seen.</exception>
    public static void Multiply(
        string method, DataArray?[] targets, DataArray?[] weights, IReadOnlyDictionary<int, float> classWeight, Shape prediction,
        ClassWeightRoom room)
    {
        if (targets is not [{ } y])
        {
            throw new ArgumentException(
                $"{method}: expected a model with one output and targets for classWeight but got {targets.Length} outputs. " +
                "Use sampleWeight.");
        }

        int axes = Math.Clamp(prediction.Rank - 2, 0, y.SampleShape.Rank);
        Shape perSample = y.SampleShape[..axes];
        int rows = perSample.Size, width = rows == 0 ? 0 : y.SampleSize / rows;
        DataArray<float> classes = room.Classes(perSample.Prepend(y.Count));
        Span<float> values = classes.Floats!.Value, sample = room.Values(y.SampleSize);
        for (int i = 0; i < y.Count; i++)
        {
            y.CopyRange(i, 1, sample);
            for (int row = 0; row < rows; row++)
            {
                ReadOnlySpan<float> target = sample.Slice(row * width, width);
                int label = ClassOf(target);
                if (label == NoClass && !HasNaN(target)) throw NoClasses(method, i, target, y.Shape);
                values[i * rows + row] = classWeight.TryGetValue(label, out float weight) ? weight : 1f;
            }
        }

        weights[0] = weights[0] is { } given ? Product(method, classes, given, room) : classes;
    }

    // A label is a whole number. In a one-hot row one value is 1 and the others are 0.
    private static int ClassOf(ReadOnlySpan<float> target)
    {
        if (target.Length == 1) return IsNear(target[0], MathF.Round(target[0])) ? (int)MathF.Round(target[0]) : NoClass;
        int label = NoClass;
        for (int i = 0; i < target.Length; i++)
        {
            if (IsNear(target[i], 0f)) continue;
            if (label != NoClass || !IsNear(target[i], 1f)) return NoClass;
            label = i;
        }

        return label;
    }

    private static bool IsNear(float value, float whole) => MathF.Abs(value - whole) <= Tolerance;

    // Not a number may stand under a mask. Elsewhere the loss refuses it.
    private static bool HasNaN(ReadOnlySpan<float> target)
    {
        foreach (float value in target)
        {
            if (float.IsNaN(value)) return true;
        }

        return false;
    }

    // A weight for each sample counts for all of its losses.
    private static DataArray<float> Product(string method, DataArray<float> classes, DataArray given, ClassWeightRoom room)
    {
        bool isPerSample = given.SampleSize <= classes.SampleSize;
        (DataArray longer, DataArray shorter) = isPerSample ? (classes, given) : (given, (DataArray)classes);
        if (shorter.SampleSize != 1 && shorter.SampleSize != longer.SampleSize)
        {
            throw new ArgumentException(
                $"{method}: expected weights of shape {classes.Shape}, one for each loss, or ({classes.Count},), one for each sample, " +
                $"beside classWeight but got sampleWeight of shape {given.Shape}. Reshape the weights.");
        }

        DataArray<float> products = room.Products(longer.Shape);
        Span<float> product = products.Floats!.Value, factors = room.Values(shorter.Count * shorter.SampleSize);
        longer.CopyRange(0, longer.Count, product);
        shorter.CopyRange(0, shorter.Count, factors);
        int each = factors.Length == 0 ? 1 : product.Length / factors.Length;
        for (int i = 0; i < product.Length; i++) product[i] *= factors[i / each];
        return products;
    }

    private static ArgumentException NoClasses(string method, int sample, ReadOnlySpan<float> target, Shape shape)
    {
        const int Shown = 5;
        string values = string.Join(", ", target[..Math.Min(Shown, target.Length)].ToArray().Select(
            value => value.ToString(CultureInfo.InvariantCulture)));
        string text = target.Length == 1 ? values : $"the row [{values}{(target.Length > Shown ? ", ..." : "")}]";
        return new ArgumentException(
            $"{method}: expected labels, which are whole numbers, or one-hot rows for classWeight, but sample {sample} of y, of shape " +
            $"{shape}, has {text}. Use sampleWeight, which takes a weight for each sample.");
    }
}
