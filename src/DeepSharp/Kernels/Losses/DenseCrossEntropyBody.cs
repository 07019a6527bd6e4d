using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Cross-entropy of probabilities against rows of targets: losses, or where there is no room for them (null) gradients.</summary>
internal readonly unsafe struct DenseCrossEntropyBody(
    float* predictions,
    float* targets,
    float smoothing,
    int classes,
    float* losses,
    float* lossGradients,
    float* dPredictions,
    bool accumulate) : IRangeBody
{
    public void Invoke(int start, int end)
    {
        for (int row = start; row < end; row++)
        {
            float* p = predictions + row * (nint)classes;
            var target = new TargetRow(targets + row * (nint)classes, smoothing, classes);
            float sum = (float)RowSum.Of(new PlainRow(p), classes);
            if (losses != null)
            {
                losses[row] = -(float)RowSum.Of(new LogLikelihood(p, target, sum), classes);
                continue;
            }

            if (RowGradient.IsLeftOut(lossGradients[row], dPredictions + row * (nint)classes, classes, accumulate)) continue;
            float targetSum = (float)RowSum.Of(new UnclippedTarget(p, target, sum), classes);
            var gradient = new Gradient(p, target, sum, targetSum, lossGradients[row] / sum);
            RowGradient.Write(gradient, dPredictions + row * (nint)classes, classes, accumulate);
        }
    }

    private readonly struct LogLikelihood(float* p, TargetRow target, float sum) : IRowTerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TSimd Term<TSimd>(nint index) where TSimd : unmanaged, ISimd<TSimd> =>
            target.At<TSimd>(index) * SimdMath.Log(Probability.Clip(TSimd.Load(p + index) / TSimd.Splat(sum)));
    }

    private readonly struct UnclippedTarget(float* p, TargetRow target, float sum) : IRowTerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TSimd Term<TSimd>(nint index) where TSimd : unmanaged, ISimd<TSimd> =>
            Probability.Inside(TSimd.Load(p + index) / TSimd.Splat(sum), target.At<TSimd>(index));
    }

    private readonly struct Gradient(float* p, TargetRow target, float sum, float targetSum, float scale) : IRowGradient
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TSimd At<TSimd>(nint index) where TSimd : unmanaged, ISimd<TSimd>
        {
            TSimd q = TSimd.Load(p + index) / TSimd.Splat(sum);
            TSimd own = Probability.Inside(q, target.At<TSimd>(index) / Probability.Clip(q));
            return (TSimd.Splat(targetSum) - own) * TSimd.Splat(scale);
        }
    }
}
