using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Gradient of softmax and cross-entropy from the saved probabilities.</summary>
internal readonly unsafe struct SoftmaxBackwardBody(
    float* probabilities,
    float* targets,
    float* lossGradients,
    float* dLogits,
    int classes,
    bool sparse,
    float ignoredOrSmoothing,
    bool accumulate) : IRangeBody
{
    public void Invoke(int start, int end)
    {
        for (int row = start; row < end; row++)
        {
            float* p = probabilities + row * (nint)classes;
            float* d = dLogits + row * (nint)classes;
            if (RowGradient.IsLeftOut(lossGradients[row], d, classes, accumulate)) continue;
            if (sparse) SparseRow(row, p, d);
            else DenseRow(row, p, d);
        }
    }

    private void SparseRow(int row, float* p, float* d)
    {
        float gradient = lossGradients[row];
        if (targets[row] == ignoredOrSmoothing)
        {
            if (!accumulate) new Span<float>(d, classes).Clear();
            return;
        }

        int label = LabelKernels.ClassOf(targets[row], classes);
        RowGradient.Write(new ScaledRow(p, label < 0 ? float.NaN : gradient), d, classes, accumulate);
        if (label >= 0) d[label] -= gradient;
    }

    private void DenseRow(int row, float* p, float* d)
    {
        var target = new TargetRow(targets + row * (nint)classes, ignoredOrSmoothing, classes);
        float sum = (float)RowSum.Of(new TargetSum(target), classes);
        RowGradient.Write(new Difference(p, target, sum, lossGradients[row]), d, classes, accumulate);
    }

    private readonly struct TargetSum(TargetRow target) : IRowTerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TSimd Term<TSimd>(nint index) where TSimd : unmanaged, ISimd<TSimd> => target.At<TSimd>(index);
    }

    private readonly struct Difference(float* p, TargetRow target, float sum, float gradient) : IRowGradient
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TSimd At<TSimd>(nint index) where TSimd : unmanaged, ISimd<TSimd> =>
            (TSimd.Load(p + index) * TSimd.Splat(sum) - target.At<TSimd>(index)) * TSimd.Splat(gradient);
    }
}
