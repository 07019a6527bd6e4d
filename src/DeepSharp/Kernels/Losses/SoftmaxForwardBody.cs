using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// Softmax and cross-entropy of rows. <paramref name="areKnown"/>: whether the probabilities are there already. The last argument is the
/// ignored label, or the smoothing of dense targets.
/// </summary>
internal readonly unsafe struct SoftmaxForwardBody(
    float* logits, float* targets, float* probabilities, float* losses, int classes, bool areKnown, bool sparse, float ignoredOrSmoothing)
    : IRangeBody
{
    public void Invoke(int start, int end)
    {
        for (int row = start; row < end; row++)
        {
            float* x = logits + row * (nint)classes;
            float* p = probabilities == null ? null : probabilities + row * (nint)classes;
            float max = RowMax.Of(x, classes);
            double logSum = areKnown ? KnownLogSum(p) : LogSum(x, p, max);
            losses[row] = sparse ? SparseLoss(row, x, max, logSum) : DenseLoss(row, x, max, logSum);
        }
    }

    private double LogSum(float* x, float* p, float max)
    {
        double sum = RowSum.Of(new Exponential(x, p, max), classes);
        if (p != null) RowGradient.Write(new ScaledRow(p, (float)(1 / sum)), p, classes, accumulate: false);
        return Math.Log(sum);
    }

    // The largest probability is 1/Σ exp(x - m): no exponential need be computed again. Where one is NaN all are, which a maximum may lose.
    private double KnownLogSum(float* p) => (p[0] - p[0]) - Math.Log(RowMax.Of(p, classes));

    private float SparseLoss(int row, float* x, float max, double logSum)
    {
        if (targets[row] == ignoredOrSmoothing) return 0f;
        int label = LabelKernels.ClassOf(targets[row], classes);
        return label < 0 ? float.NaN : (float)(logSum - (x[label] - max));
    }

    private float DenseLoss(int row, float* x, float max, double logSum)
    {
        var target = new TargetRow(targets + row * (nint)classes, ignoredOrSmoothing, classes);
        return (float)RowSum.Of(new CrossEntropy(x, target, max, (float)logSum), classes);
    }

    /// <summary>exp(x - max), stored if there is somewhere to.</summary>
    private readonly struct Exponential(float* x, float* stored, float max) : IRowTerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TSimd Term<TSimd>(nint index) where TSimd : unmanaged, ISimd<TSimd>
        {
            TSimd value = SimdMath.Exp(TSimd.Load(x + index) - TSimd.Splat(max));
            if (stored != null) TSimd.Store(value, stored + index);
            return value;
        }
    }

    private readonly struct CrossEntropy(float* x, TargetRow target, float max, float logSum) : IRowTerm
    {
        // A class that is left out by a logit of -∞ costs nothing where its target is 0: 0·∞ would be NaN.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TSimd Term<TSimd>(nint index) where TSimd : unmanaged, ISimd<TSimd>
        {
            TSimd t = target.At<TSimd>(index);
            TSimd cost = t * (TSimd.Splat(logSum) - (TSimd.Load(x + index) - TSimd.Splat(max)));
            return TSimd.Select(TSimd.Equal(t, TSimd.Zero), TSimd.Zero, cost);
        }
    }
}
