using System.Numerics.Tensors;

namespace DeepSharp.Kernels;

/// <summary>Class labels, which are whole-number floats.</summary>
internal static class LabelKernels
{
    /// <summary>How many labels from 0 on floats can tell apart: beyond, they do not hold every whole number.</summary>
    public const int Largest = 1 << 24;

    /// <summary>How far from 0 and 1 a target may be: what is added to those of a discriminator against its overconfidence.</summary>
    public const float Noise = 0.1f;

    /// <summary>
    /// Index of the first label that is neither a whole number from 0 to before <paramref name="classes"/> nor
    /// <paramref name="ignoreClass"/>; -1 if all are fine.
    /// </summary>
    public static int FirstInvalidLabel(ReadOnlySpan<float> labels, int classes, int? ignoreClass = null)
    {
        float ignored = Ignored(ignoreClass);
        for (int i = 0; i < labels.Length; i++)
        {
            if (ClassOf(labels[i], classes) < 0 && labels[i] != ignored) return i;
        }

        return -1;
    }

    /// <summary>Index of the first value that is not from 0 to 1, noise of 0.1 on either side included; -1 if all are.</summary>
    public static int FirstInvalidShare(ReadOnlySpan<float> values)
    {
        // NaN comes through both and fails the comparison.
        if (values.IsEmpty || (TensorPrimitives.Min(values) >= -Noise && TensorPrimitives.Max(values) <= 1f + Noise)) return -1;
        for (int i = 0; i < values.Length; i++)
        {
            if (!(values[i] is >= -Noise and <= 1f + Noise)) return i;
        }

        return -1;
    }

    /// <summary>The label as an index, -1 if it is none.</summary>
    internal static int ClassOf(float label, int classes)
    {
        int index = (int)label;
        return index == label && (uint)index < (uint)classes ? index : -1;
    }

    /// <summary>What a label is compared with: NaN, equal to nothing, if no class is ignored.</summary>
    internal static float Ignored(int? ignoreClass) => ignoreClass ?? float.NaN;
}
