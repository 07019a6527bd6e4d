namespace DeepSharp.Kernels;

/// <summary>
/// Cross-entropy from logits, fused with the softmax: L = Σ tⱼ·(log Σ exp(xₖ - m) - (xⱼ - m)) with m = max x, one loss for each row.
/// </summary>
/// <remarks>
/// The forward pass can save the probabilities; with them the gradient is p·Σt - t, times the gradient of the row's loss.
/// A label that <see cref="LabelKernels.FirstInvalidLabel"/> would report gives NaN; an ignored one gives loss and gradient 0.
/// </remarks>
internal static unsafe class SoftmaxCrossEntropyKernels
{
    // An exponential is worth about as much time as four loads.
    private const int CostOfExponential = 4;

    /// <summary>
    /// Losses of rows of logits against a label each. <paramref name="probabilities"/>: empty or room for the softmax, or, if
    /// <paramref name="areKnown"/>, the softmax itself.
    /// </summary>
    public static void ForwardSparse(
        ReadOnlySpan<float> logits,
        ReadOnlySpan<float> labels,
        Span<float> probabilities,
        Span<float> losses,
        int classes,
        int? ignoreClass = null,
        bool areKnown = false)
    {
        int rows = losses.Length;
        CheckForward(logits, probabilities, rows, classes);
        KernelGuard.AtLeast(labels, rows);
        fixed (float* px = logits, pt = labels, pp = probabilities, pl = losses)
        {
            var body = new SoftmaxForwardBody(px, pt, pp, pl, classes, areKnown, true, LabelKernels.Ignored(ignoreClass));
            WorkerPool.For(rows, RowGrain.For(rows, CostOfExponential * (long)classes), body);
        }
    }

    /// <summary>Losses of rows of logits against rows of targets, which are smoothed on the way: t·(1-s) + s/classes.</summary>
    public static void ForwardDense(
        ReadOnlySpan<float> logits,
        ReadOnlySpan<float> targets,
        Span<float> probabilities,
        Span<float> losses,
        int classes,
        float smoothing = 0f,
        bool areKnown = false)
    {
        int rows = losses.Length;
        CheckForward(logits, probabilities, rows, classes);
        KernelGuard.AtLeast(targets, (long)rows * classes);
        fixed (float* px = logits, pt = targets, pp = probabilities, pl = losses)
        {
            var body = new SoftmaxForwardBody(px, pt, pp, pl, classes, areKnown, false, smoothing);
            WorkerPool.For(rows, RowGrain.For(rows, CostOfExponential * (long)classes), body);
        }
    }

    /// <summary>dLogits (+)= gᵣ·(p - onehot), with gᵣ the gradient of the loss of the row.</summary>
    public static void BackwardSparse(
        ReadOnlySpan<float> probabilities,
        ReadOnlySpan<float> labels,
        ReadOnlySpan<float> lossGradients,
        Span<float> dLogits,
        int classes,
        int? ignoreClass,
        bool accumulate)
    {
        int rows = lossGradients.Length;
        KernelGuard.AtLeast(probabilities, (long)rows * classes);
        KernelGuard.AtLeast(labels, rows);
        KernelGuard.AtLeast(dLogits, (long)rows * classes);
        fixed (float* pp = probabilities, pt = labels, pg = lossGradients, pd = dLogits)
        {
            var body = new SoftmaxBackwardBody(pp, pt, pg, pd, classes, true, LabelKernels.Ignored(ignoreClass), accumulate);
            WorkerPool.For(rows, RowGrain.For(rows, classes), body);
        }
    }

    /// <summary>dLogits (+)= gᵣ·(p·Σt - t), with gᵣ the gradient of the loss of the row.</summary>
    public static void BackwardDense(
        ReadOnlySpan<float> probabilities,
        ReadOnlySpan<float> targets,
        ReadOnlySpan<float> lossGradients,
        Span<float> dLogits,
        int classes,
        float smoothing,
        bool accumulate)
    {
        int rows = lossGradients.Length;
        KernelGuard.AtLeast(probabilities, (long)rows * classes);
        KernelGuard.AtLeast(targets, (long)rows * classes);
        KernelGuard.AtLeast(dLogits, (long)rows * classes);
        fixed (float* pp = probabilities, pt = targets, pg = lossGradients, pd = dLogits)
        {
            var body = new SoftmaxBackwardBody(pp, pt, pg, pd, classes, false, smoothing, accumulate);
            WorkerPool.For(rows, RowGrain.For(rows, 2L * classes), body);
        }
    }

    private static void CheckForward(ReadOnlySpan<float> logits, Span<float> probabilities, int rows, int classes)
    {
        KernelGuard.AtLeast(logits, (long)rows * classes);
        if (!probabilities.IsEmpty) KernelGuard.AtLeast(probabilities, (long)rows * classes);
    }
}
