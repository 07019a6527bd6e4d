using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// Losses that are the mean of an <see cref="IElementLoss"/> over the last axis, or its sum: one a row of <c>width</c> values.
/// </summary>
internal static unsafe class ElementLossKernels
{
    public static void Forward<TLoss>(
        TLoss loss, ReadOnlySpan<float> targets, ReadOnlySpan<float> predictions, Span<float> losses, int width, bool isSum = false)
        where TLoss : unmanaged, IElementLoss
    {
        int rows = losses.Length;
        KernelGuard.AtLeast(targets, (long)rows * width);
        KernelGuard.AtLeast(predictions, (long)rows * width);
        fixed (float* pt = targets, pp = predictions, pl = losses)
        {
            WorkerPool.For(rows, RowGrain.For(rows, 2L * width), new ForwardBody<TLoss>(loss, pt, pp, pl, width, isSum ? 1 : width));
        }
    }

    /// <summary>
    /// dPredictions (+)= gᵣ/width times the derivative, with gᵣ the gradient of the loss of the row; gᵣ times it for a sum.
    /// </summary>
    public static void Backward<TLoss>(
        TLoss loss,
        ReadOnlySpan<float> targets,
        ReadOnlySpan<float> predictions,
        ReadOnlySpan<float> lossGradients,
        Span<float> dPredictions,
        int width,
        bool accumulate,
        bool isSum = false)
        where TLoss : unmanaged, IElementLoss
    {
        int rows = lossGradients.Length;
        KernelGuard.AtLeast(targets, (long)rows * width);
        KernelGuard.AtLeast(predictions, (long)rows * width);
        KernelGuard.AtLeast(dPredictions, (long)rows * width);
        fixed (float* pt = targets, pp = predictions, pg = lossGradients, pd = dPredictions)
        {
            WorkerPool.For(
                rows, RowGrain.For(rows, 3L * width), new BackwardBody<TLoss>(loss, pt, pp, pg, pd, width, isSum ? 1 : width, accumulate));
        }
    }

    private readonly struct ForwardBody<TLoss>(TLoss loss, float* targets, float* predictions, float* losses, int width, int divisor)
        : IRangeBody
        where TLoss : unmanaged, IElementLoss
    {
        public void Invoke(int start, int end)
        {
            for (int row = start; row < end; row++)
            {
                nint at = row * (nint)width;
                losses[row] = (float)(RowSum.Of(new Value<TLoss>(loss, targets + at, predictions + at), width) / divisor);
            }
        }
    }

    private readonly struct BackwardBody<TLoss>(
        TLoss loss, float* targets, float* predictions, float* lossGradients, float* dPredictions, int width, int divisor, bool accumulate)
        : IRangeBody
        where TLoss : unmanaged, IElementLoss
    {
        public void Invoke(int start, int end)
        {
            for (int row = start; row < end; row++)
            {
                nint at = row * (nint)width;
                if (RowGradient.IsLeftOut(lossGradients[row], dPredictions + at, width, accumulate)) continue;
                var gradient = new Derivative<TLoss>(loss, targets + at, predictions + at, lossGradients[row] / divisor);
                RowGradient.Write(gradient, dPredictions + at, width, accumulate);
            }
        }
    }

    private readonly struct Value<TLoss>(TLoss loss, float* targets, float* predictions) : IRowTerm where TLoss : unmanaged, IElementLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TSimd Term<TSimd>(nint index) where TSimd : unmanaged, ISimd<TSimd> =>
            loss.Value(TSimd.Load(targets + index), TSimd.Load(predictions + index));
    }

    private readonly struct Derivative<TLoss>(TLoss loss, float* targets, float* predictions, float scale) : IRowGradient
        where TLoss : unmanaged, IElementLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TSimd At<TSimd>(nint index) where TSimd : unmanaged, ISimd<TSimd> =>
            loss.Derivative(TSimd.Load(targets + index), TSimd.Load(predictions + index)) * TSimd.Splat(scale);
    }
}
