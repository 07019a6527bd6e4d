namespace DeepSharp.Kernels;

/// <summary>
/// A linear map along one axis in which each output is a weighted sum of neighbouring inputs, and a constant: resizing, means of windows,
/// repetition.
/// </summary>
/// <remarks>
/// Later outputs are made of later inputs, up to some weights of 0, so that the transposed map, the backward pass, has the same form.
/// </remarks>
internal sealed class AxisTaps
{
    private AxisTaps(int input, int[] starts, int[] offsets, float[] weights, float[]? constants) =>
        (InputLength, Starts, Offsets, Weights, Constants) = (input, starts, offsets, weights, constants);

    /// <summary>Values along the axis before.</summary>
    public int InputLength { get; }

    /// <summary>Values along the axis after.</summary>
    public int OutputLength => Starts.Length;

    /// <summary>The first input of each output.</summary>
    public int[] Starts { get; }

    /// <summary>Where the weights of each output begin; one number more for the end.</summary>
    public int[] Offsets { get; }

    /// <summary>All weights, output after output.</summary>
    public float[] Weights { get; }

    /// <summary>What is added to each output; null for nothing.</summary>
    public float[]? Constants { get; }

    /// <summary>The backward pass: gives each input what the outputs that it is in have for it.</summary>
    public AxisTaps Transposed { get; private set; } = null!;

    /// <summary>Whether the map changes nothing.</summary>
    public bool IsIdentity { get; private set; }

    /// <summary>A map from what its outputs are made of.</summary>
    /// <param name="input">Values along the axis before.</param>
    /// <param name="output">Values along the axis after.</param>
    /// <param name="rule">What each output is made of.</param>
    public static AxisTaps Create<TRule>(int input, int output, TRule rule) where TRule : IAxisRule
    {
        int[] starts = new int[output], offsets = new int[output + 1];
        var weights = new List<float>(2 * output);
        var constants = new float[output];
        bool hasConstants = false;
        for (int i = 0; i < output; i++)
        {
            starts[i] = rule.Add(i, weights, out constants[i]);
            offsets[i + 1] = weights.Count;
            hasConstants |= constants[i] != 0f;
        }

        var taps = new AxisTaps(input, starts, offsets, [.. weights], hasConstants ? constants : null);
        taps.Transposed = taps.Transpose();
        taps.IsIdentity = input == output && !hasConstants && weights.Count == input && weights.TrueForAll(weight => weight == 1f)
            && Enumerable.Range(0, output).All(i => starts[i] == i);
        return taps;
    }

    private AxisTaps Transpose()
    {
        int[] first = new int[InputLength], counts = new int[InputLength];
        for (int i = 0; i < OutputLength; i++)
        {
            for (int j = Starts[i]; j < Starts[i] + Offsets[i + 1] - Offsets[i]; j++)
            {
                if (counts[j] == 0) first[j] = i;
                counts[j] = i - first[j] + 1;
            }
        }

        var offsets = new int[InputLength + 1];
        for (int j = 0; j < InputLength; j++) offsets[j + 1] = offsets[j] + counts[j];
        var weights = new float[offsets[^1]];
        for (int i = 0; i < OutputLength; i++)
        {
            for (int k = Offsets[i]; k < Offsets[i + 1]; k++)
            {
                int j = Starts[i] + k - Offsets[i];
                weights[offsets[j] + i - first[j]] = Weights[k];
            }
        }

        return new AxisTaps(OutputLength, first, offsets, weights, null);
    }
}
