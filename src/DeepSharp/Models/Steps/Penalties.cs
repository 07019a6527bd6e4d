namespace DeepSharp;

/// <summary>Adds the penalties of regularizers to a loss and to the gradients of the weights.</summary>
internal static class Penalties
{
    /// <summary>Those that have a regularizer.</summary>
    public static Variable[] Regularized(IReadOnlyList<Variable> weights) => [.. weights.Where(weight => weight.Regularizer is not null)];

    /// <summary>The loss plus the penalties that are computed on the tape: those of weights without a shortcut.</summary>
    public static Tensor AddRecorded(Tensor loss, IReadOnlyList<Variable> weights)
    {
        for (int i = 0; i < weights.Count; i++)
        {
            if (weights[i] is not { Trainable: true, Regularizer: { HasShortcut: false } regularizer }) continue;
            loss += regularizer.Apply(weights[i].Value);
        }

        return loss;
    }

    /// <summary>The sum of the other penalties. Their gradients are added to those that the tape holds after a backward pass.</summary>
    /// <param name="weights">Frozen ones have no penalty, as in Keras.</param>
    /// <param name="tape">Holds the gradients; null for the sum alone.</param>
    /// <param name="factor">What the loss was multiplied by for the gradients on the tape.</param>
    public static double AddDirect(IReadOnlyList<Variable> weights, Tape? tape, float factor = 1f)
    {
        double sum = 0;
        for (int i = 0; i < weights.Count; i++)
        {
            if (weights[i] is not { Trainable: true, Regularizer: { HasShortcut: true } regularizer }) continue;
            sum += regularizer.AddPenalty(weights[i].Value, Gradient(weights[i], tape), factor);
        }

        return sum;
    }

    private static Span<float> Gradient(Variable weight, Tape? tape)
    {
        if (tape is null) return [];
        Span<float> gradient = tape.LeafGradient(weight.Value, out bool accumulate);
        if (!accumulate) gradient.Clear();
        return gradient;
    }
}
