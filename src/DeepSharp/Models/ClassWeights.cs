using System.Numerics.Tensors;

namespace DeepSharp;

/// <summary>Weights of samples by the class of their target.</summary>
internal static class ClassWeights
{
    /// <summary>Multiplies the weights of the samples of the only output by those of their classes.</summary>
    /// <param name="method">Who asks, for the message.</param>
    /// <param name="targets">Labels, (samples,) or (samples, 1), or one-hot rows.</param>
    /// <param name="weights">Changed.</param>
    /// <param name="classWeight">A weight for each class; 1 for those that are missing.</param>
    /// <exception cref="ArgumentException">There are several outputs, or no classes to be seen.</exception>
    public static void Multiply(string method, DataArray?[] targets, DataArray?[] weights, IReadOnlyDictionary<int, float> classWeight)
    {
        if (targets is not [{ } y])
        {
            throw new ArgumentException($"{method}: expected a model with one output and targets for classWeight but got {targets.Length} outputs. Use sampleWeight.");
        }

        if (y.Shape.Rank > 2)
        {
            throw new ArgumentException($"{method}: expected labels (samples,) or one-hot rows (samples, classes) for classWeight but got y of shape {y.Shape}. Use sampleWeight.");
        }

        float[] values = new float[y.Count], row = new float[y.SampleSize];
        for (int i = 0; i < values.Length; i++)
        {
            y.CopyRange(i, 1, row);
            int label = row.Length == 1 ? (int)row[0] : TensorPrimitives.IndexOfMax<float>(row);
            values[i] = classWeight.TryGetValue(label, out float weight) ? weight : 1f;
        }

        if (weights[0] is { } given)
        {
            if (given.SampleSize != 1)
            {
                throw new ArgumentException($"{method}: expected one weight for each sample beside classWeight but got sampleWeight of shape {given.Shape}.");
            }

            TensorPrimitives.Multiply(values, given.ToArray(), values);
        }

        weights[0] = values;
    }
}
