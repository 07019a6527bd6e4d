using System.Buffers;
using System.Runtime.InteropServices;
using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>The logits behind predictions that are directly the result of a sigmoid or softmax.</summary>
internal static class LogitsBehind
{
    private const int ValuesOfPiece = 16384;

    /// <summary>The op on the logits behind the predictions, or on the predictions themselves where none are known.</summary>
    /// <param name="op">Of targets, predictions and maybe logits.</param>
    /// <param name="function">What makes probabilities for this loss.</param>
    /// <param name="target">What was to be predicted.</param>
    /// <param name="prediction">What the model said.</param>
    public static Tensor Run(CrossEntropyOp op, ProbabilityFunction function, Tensor target, Tensor prediction) =>
        Of(prediction, function) is { } logits ? Tape.Run(op, target, prediction, logits) : Tape.Run(op, target, prediction);

    // Whoever watches the predictions but not what they came from takes them for what varies.
    private static Tensor? Of(Tensor prediction, ProbabilityFunction function)
    {
        if (function == ProbabilityFunction.None || prediction.ProbabilitiesBy != function) return null;
        if (prediction.Logits is not { IsStale: false } logits || logits.Size != prediction.Size) return null;
        bool isVariable = Tape.Current is { IsRecording: true } tape && tape.Tracks(prediction) && !tape.Tracks(logits);
        return !isVariable && StillHold(prediction, logits, function) ? logits : null;
    }

    // Spans of a tensor may be written to: the logits count as long as the probabilities are theirs to the last bit. An exponential for
    // each value costs little beside the layer that made them.
    private static bool StillHold(Tensor prediction, Tensor logits, ProbabilityFunction function)
    {
        int row = function == ProbabilityFunction.Softmax ? Math.Max(1, prediction.Shape[^1]) : 1;
        int piece = Math.Min(prediction.Size, Math.Max(row, ValuesOfPiece / row * row));
        float[] rented = ArrayPool<float>.Shared.Rent(piece);
        try
        {
            for (int start = 0; start < prediction.Size; start += piece)
            {
                int length = Math.Min(piece, prediction.Size - start);
                ReadOnlySpan<float> given = prediction.Span.Slice(start, length), from = logits.Span.Slice(start, length);
                Span<float> again = rented.AsSpan(0, length);
                if (function == ProbabilityFunction.Sigmoid) UnaryKernels.Map(from, again, default(SigmoidFunction));
                else SoftmaxKernels.Softmax(from, length / row, row, 1, again);
                if (!MemoryMarshal.AsBytes(given).SequenceEqual(MemoryMarshal.AsBytes(again))) return false;
            }

            return true;
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }
}
