using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Losses of rows by an <see cref="IPairLoss"/>: one of each <c>width</c> values.</summary>
internal static unsafe class PairLossKernels
{
    public static void Forward<TLoss>(
        TLoss loss, ReadOnlySpan<float> targets, ReadOnlySpan<float> predictions, Span<float> losses, int width)
        where TLoss : unmanaged, IPairLoss
    {
        int rows = losses.Length;
        KernelGuard.AtLeast(targets, (long)rows * width);
        KernelGuard.AtLeast(predictions, (long)rows * width);
        fixed (float* pt = targets, pp = predictions, pl = losses)
        {
            WorkerPool.For(rows, RowGrain.For(rows, 4L * width), new ForwardBody<TLoss>(loss, pt, pp, pl, width));
        }
    }

    /// <summary>dPredictions (+)= gᵣ times the slope of the row, with gᵣ the gradient of its loss.</summary>
    public static void Backward<TLoss>(
        TLoss loss,
        ReadOnlySpan<float> targets,
        ReadOnlySpan<float> predictions,
        ReadOnlySpan<float> lossGradients,
        Span<float> dPredictions,
        int width,
        bool accumulate)
        where TLoss : unmanaged, IPairLoss
    {
        int rows = lossGradients.Length;
        KernelGuard.AtLeast(targets, (long)rows * width);
        KernelGuard.AtLeast(predictions, (long)rows * width);
        KernelGuard.AtLeast(dPredictions, (long)rows * width);
        fixed (float* pt = targets, pp = predictions, pg = lossGradients, pd = dPredictions)
        {
            WorkerPool.For(
                rows, RowGrain.For(rows, 6L * width), new BackwardBody<TLoss>(loss, pt, pp, pg, pd, width, accumulate));
        }
    }

    private static PairSums SumsOf<TLoss>(float* targets, float* predictions, int width) where TLoss : unmanaged, IPairLoss
    {
        double products = RowSum.Of(new Product(targets, predictions), width);
        return TLoss.IsOfSquares
            ? new PairSums(
                products, RowSum.Of(new Product(targets, targets), width), RowSum.Of(new Product(predictions, predictions), width))
            : new PairSums(products, RowSum.Of(new Plain(targets), width), RowSum.Of(new Plain(predictions), width));
    }

    private readonly struct ForwardBody<TLoss>(TLoss loss, float* targets, float* predictions, float* losses, int width) : IRangeBody
        where TLoss : unmanaged, IPairLoss
    {
        public void Invoke(int start, int end)
        {
            for (int row = start; row < end; row++)
            {
                nint at = row * (nint)width;
                losses[row] = (float)loss.Value(SumsOf<TLoss>(targets + at, predictions + at, width));
            }
        }
    }

    private readonly struct BackwardBody<TLoss>(
        TLoss loss, float* targets, float* predictions, float* lossGradients, float* dPredictions, int width, bool accumulate) : IRangeBody
        where TLoss : unmanaged, IPairLoss
    {
        public void Invoke(int start, int end)
        {
            for (int row = start; row < end; row++)
            {
                nint at = row * (nint)width;
                if (RowGradient.IsLeftOut(lossGradients[row], dPredictions + at, width, accumulate)) continue;
                PairSlope slope = loss.Slope(SumsOf<TLoss>(targets + at, predictions + at, width));
                double g = lossGradients[row];
                var gradient = new Linear(
                    targets + at, predictions + at, (float)(g * slope.ByTarget), (float)(g * slope.ByPrediction),
                    (float)(g * slope.Constant));
                RowGradient.Write(gradient, dPredictions + at, width, accumulate);
            }
        }
    }

    private readonly struct Product(float* left, float* right) : IRowTerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TSimd Term<TSimd>(nint index) where TSimd : unmanaged, ISimd<TSimd> => TSimd.Load(left + index) * TSimd.Load(right + index);
    }

    private readonly struct Plain(float* values) : IRowTerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TSimd Term<TSimd>(nint index) where TSimd : unmanaged, ISimd<TSimd> => TSimd.Load(values + index);
    }

    private readonly struct Linear(float* targets, float* predictions, float byTarget, float byPrediction, float constant) : IRowGradient
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TSimd At<TSimd>(nint index) where TSimd : unmanaged, ISimd<TSimd> => TSimd.MultiplyAdd(
            TSimd.Load(targets + index), TSimd.Splat(byTarget),
            TSimd.MultiplyAdd(TSimd.Load(predictions + index), TSimd.Splat(byPrediction), TSimd.Splat(constant)));
    }
}
