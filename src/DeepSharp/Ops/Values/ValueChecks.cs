using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>What layers, losses and training ask of values before they compute with them.</summary>
internal static class ValueChecks
{
    /// <summary>How many labels or ids from 0 on floats can tell apart.</summary>
    public const int LargestLabel = LabelKernels.Largest;

    /// <summary>Whether no value is NaN or infinite.</summary>
    public static bool AreFinite(ReadOnlySpan<float> values) => FiniteKernel.IsFinite(values);

    /// <summary>
    /// Index of the first label that is neither a whole number from 0 to before <paramref name="classes"/> nor
    /// <paramref name="ignoreClass"/>; -1 if all are fine.
    /// </summary>
    public static int FirstInvalidLabel(ReadOnlySpan<float> labels, int classes, int? ignoreClass = null) =>
        LabelKernels.FirstInvalidLabel(labels, classes, ignoreClass);

    /// <summary>Index of the first value that is not from 0 to 1, noise of 0.1 on either side included; -1 if all are.</summary>
    public static int FirstInvalidShare(ReadOnlySpan<float> values) => LabelKernels.FirstInvalidShare(values);

    /// <summary>Whether probabilities are those of logits, to the last bit; of rows of so many classes for a softmax.</summary>
    public static bool AreProbabilitiesOf(
        ReadOnlySpan<float> probabilities, ReadOnlySpan<float> logits, ProbabilityFunction function, int classes) =>
        function == ProbabilityFunction.Softmax
            ? ProbabilityKernels.AreSoftmaxes(probabilities, logits, classes)
            : ProbabilityKernels.AreSigmoids(probabilities, logits);
}
