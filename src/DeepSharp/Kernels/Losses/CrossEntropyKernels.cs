namespace DeepSharp.Kernels;

/// <summary>
/// Cross-entropy of probabilities as Keras computes it: q = p / Σp, clipped to [1e-7, 1 - 1e-7], L = -Σ tⱼ·log qⱼ, one loss for each row.
/// </summary>
/// <remarks>
/// The gradient is that of this very expression, division by the sum included: (T - tₖ/qₖ) / Σp, where T sums the targets of classes that
/// were not clipped and tₖ counts as 0 if k was. Labels as in <see cref="SoftmaxCrossEntropyKernels"/>.
/// </remarks>
internal static unsafe class CrossEntropyKernels
{
    /// <summary>Losses of rows of probabilities against one label each.</summary>
    public static void ForwardSparse(
        ReadOnlySpan<float> predictions, ReadOnlySpan<float> labels, Span<float> losses, int classes, int? ignoreClass = null)
    {
        int rows = losses.Length;
        KernelGuard.AtLeast(predictions, (long)rows * classes);
        KernelGuard.AtLeast(labels, rows);
        fixed (float* pp = predictions, pt = labels, pl = losses)
        {
            var body = new SparseCrossEntropyBody(pp, pt, LabelKernels.Ignored(ignoreClass), classes, pl, null, null, false);
            WorkerPool.For(rows, RowGrain.For(rows, classes), body);
        }
    }

    /// <summary>Losses of rows of probabilities against rows of targets, which are smoothed on the way: t·(1-s) + s/classes.</summary>
    public static void ForwardDense(
        ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets, Span<float> losses, int classes, float smoothing = 0f)
    {
        int rows = losses.Length;
        KernelGuard.AtLeast(predictions, (long)rows * classes);
        KernelGuard.AtLeast(targets, (long)rows * classes);
        fixed (float* pp = predictions, pt = targets, pl = losses)
        {
            var body = new DenseCrossEntropyBody(pp, pt, smoothing, classes, pl, null, null, false);
            WorkerPool.For(rows, RowGrain.For(rows, 4L * classes), body);
        }
    }

    /// <summary>dPredictions (+)= gᵣ times the gradient of the loss of the row.</summary>
    public static void BackwardSparse(
        ReadOnlySpan<float> predictions,
        ReadOnlySpan<float> labels,
        ReadOnlySpan<float> lossGradients,
        Span<float> dPredictions,
        int classes,
        int? ignoreClass,
        bool accumulate)
    {
        int rows = lossGradients.Length;
        KernelGuard.AtLeast(predictions, (long)rows * classes);
        KernelGuard.AtLeast(labels, rows);
        KernelGuard.AtLeast(dPredictions, (long)rows * classes);
        fixed (float* pp = predictions, pt = labels, pg = lossGradients, pd = dPredictions)
        {
            var body = new SparseCrossEntropyBody(pp, pt, LabelKernels.Ignored(ignoreClass), classes, null, pg, pd, accumulate);
            WorkerPool.For(rows, RowGrain.For(rows, 2L * classes), body);
        }
    }

    /// <summary>dPredictions (+)= gᵣ times the gradient of the loss of the row.</summary>
    public static void BackwardDense(
        ReadOnlySpan<float> predictions,
        ReadOnlySpan<float> targets,
        ReadOnlySpan<float> lossGradients,
        Span<float> dPredictions,
        int classes,
        float smoothing,
        bool accumulate)
    {
        int rows = lossGradients.Length;
        KernelGuard.AtLeast(predictions, (long)rows * classes);
        KernelGuard.AtLeast(targets, (long)rows * classes);
        KernelGuard.AtLeast(dPredictions, (long)rows * classes);
        fixed (float* pp = predictions, pt = targets, pg = lossGradients, pd = dPredictions)
        {
            var body = new DenseCrossEntropyBody(pp, pt, smoothing, classes, null, pg, pd, accumulate);
            WorkerPool.For(rows, RowGrain.For(rows, 4L * classes), body);
        }
    }
}
