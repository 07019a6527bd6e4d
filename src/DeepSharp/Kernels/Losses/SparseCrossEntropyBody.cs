using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Cross-entropy of probabilities against labels: losses, or where there is no room for them (null) gradients.</summary>
internal readonly unsafe struct SparseCrossEntropyBody(
    float* predictions,
    float* labels,
    float ignored,
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
            bool isGradient = losses == null;
            if (isGradient && RowGradient.IsLeftOut(lossGradients[row], dPredictions + row * (nint)classes, classes, accumulate)) continue;
            bool ignore = labels[row] == ignored;
            int label = LabelKernels.ClassOf(labels[row], classes);
            float sum = (float)RowSum.Of(new PlainRow(p), classes);
            float q = label < 0 ? float.NaN : p[label] / sum;
            if (!isGradient) losses[row] = ignore ? 0f : -MathF.Log(Probability.Clip(q));
            else WriteGradient(row, label, sum, q, ignore);
        }
    }

    private void WriteGradient(int row, int label, float sum, float q, bool ignore)
    {
        float* d = dPredictions + row * (nint)classes;
        // The gradient of log q by every p is through the sum; the label's own is the one other term.
        bool clipped = q != Probability.Clip(q) && !float.IsNaN(q);
        float throughSum = ignore || clipped ? 0f : lossGradients[row] / sum;
        if (label < 0 && !ignore) throughSum = float.NaN;
        RowGradient.Write(new Constant(throughSum), d, classes, accumulate);
        if (label >= 0 && throughSum != 0f) d[label] -= throughSum / q;
    }

    private readonly struct Constant(float value) : IRowGradient
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TSimd At<TSimd>(nint index) where TSimd : unmanaged, ISimd<TSimd> => TSimd.Splat(value);
    }
}
