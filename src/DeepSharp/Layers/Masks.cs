using System.Numerics.Tensors;

namespace DeepSharp;

/// <summary>Arithmetic with masks. They are data: no tape records it, and the results lie in the memory of the running step.</summary>
internal static class Masks
{
    /// <summary>Whether a tensor has a mask.</summary>
    public static bool Any(ReadOnlySpan<Tensor> tensors)
    {
        foreach (Tensor tensor in tensors)
        {
            if (tensor.Mask is not null) return true;
        }

        return false;
    }

    /// <summary>1 where any of the tensors counts; null if one of them has no mask.</summary>
    public static Tensor? AnyOf(ReadOnlySpan<Tensor> tensors)
    {
        foreach (Tensor tensor in tensors)
        {
            if (tensor.Mask is null) return null;
        }

        Tensor result = tensors[0].Mask!;
        for (int i = 1; i < tensors.Length; i++) result = Or(result, tensors[i].Mask!);
        return result;
    }

    /// <summary>1 where one of two masks is; shapes broadcast.</summary>
    public static Tensor Or(Tensor left, Tensor right)
    {
        if (ReferenceEquals(left, right)) return left;
        if (left.Shape != right.Shape) return left.Maximum(right);
        Tensor result = Tensor.Temporary(left.Shape);
        TensorPrimitives.Max(left.Span, right.Span, result.Span);
        return result;
    }

    /// <summary>
    /// The mask of tensors put one after the other along an axis: their masks in a row, 1 where one has none; along the last axis 1 where
    /// any of them counts.
    /// </summary>
    /// <param name="tensors">Of rank 2 or more, some with a mask.</param>
    /// <param name="output">The shape of the tensors in a row.</param>
    /// <param name="axis">Along which they are.</param>
    public static Tensor Concatenated(ReadOnlySpan<Tensor> tensors, Shape output, int axis)
    {
        int along = output.NormalizeAxis(axis);
        Tensor result = Tensor.Temporary(output[..^1]);
        Span<float> all = result.Span;
        bool isLast = along == output.Rank - 1;
        if (isLast) all.Clear();

        int inner = isLast ? 1 : output[(along + 1)..^1].Size, outer = output[..along].Size, start = 0;
        foreach (Tensor tensor in tensors)
        {
            // In values of the mask: how long a stretch of the tensor is, and of the whole.
            int length = isLast ? 1 : tensor.Shape[along] * inner, whole = isLast ? 1 : output[along] * inner;
            ReadOnlySpan<float> mask = tensor.Mask is { } given ? given.Span : [];
            for (int i = 0; i < outer * length; i++)
            {
                int at = i / length * whole + start + i % length;
                float value = mask.IsEmpty ? 1f : ValueOf(mask, i, outer * length);
                all[at] = isLast ? Math.Max(all[at], value) : value;
            }

            if (!isLast) start += length;
        }

        return result;
    }

    // A mask may have fewer axes than the tensor without its last one, or all of them: then any of the last counts.
    private static float ValueOf(ReadOnlySpan<float> mask, int index, int count)
    {
        if (mask.Length <= count) return mask[index / (count / mask.Length)] != 0f ? 1f : 0f;
        int width = mask.Length / count;
        return mask.Slice(index * width, width).ContainsAnyExcept(0f) ? 1f : 0f;
    }
}
