using System.Runtime.InteropServices;

namespace DeepSharp.Kernels;

/// <summary>Whether probabilities are those of some logits, to the last bit.</summary>
internal static unsafe class ProbabilityKernels
{
    // Of which a thread computes the probabilities again, in memory that stays in its cache.
    private const int ValuesOfPiece = 16 * 1024;

    /// <summary>Whether each value is the sigmoid of its logit.</summary>
    public static bool AreSigmoids(ReadOnlySpan<float> probabilities, ReadOnlySpan<float> logits) => Are(probabilities, logits, 0);

    /// <summary>Whether each row is the softmax of its logits.</summary>
    public static bool AreSoftmaxes(ReadOnlySpan<float> probabilities, ReadOnlySpan<float> logits, int classes) =>
        Are(probabilities, logits, Math.Max(1, classes));

    private static bool Are(ReadOnlySpan<float> probabilities, ReadOnlySpan<float> logits, int classes)
    {
        KernelGuard.SameLength(probabilities, logits);
        int row = Math.Max(1, classes), failed = 0;
        fixed (float* p = probabilities, x = logits)
        {
            WorkerPool.For(probabilities.Length / row, Math.Max(1, ValuesOfPiece / row), new Body(p, x, classes, &failed));
        }

        return failed == 0;
    }

    // One index is a row, or a value of its own. Loops inside stay on the thread.
    private readonly struct Body(float* probabilities, float* logits, int classes, int* failed) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            if (Volatile.Read(ref *failed) != 0) return;
            int row = Math.Max(1, classes), length = (end - start) * row;
            var given = new ReadOnlySpan<float>(probabilities + start * (nint)row, length);
            var from = new ReadOnlySpan<float>(logits + start * (nint)row, length);
            Span<float> again = new(Scratch.Get(ScratchSlot.Temporary, length), length);
            if (classes == 0) UnaryKernels.Map(from, again, default(SigmoidFunction));
            else SoftmaxKernels.Softmax(from, end - start, row, 1, again);
            bool isSame = MemoryMarshal.AsBytes(given).SequenceEqual(MemoryMarshal.AsBytes(again));
            if (!isSame) Volatile.Write(ref *failed, 1);
        }
    }
}
