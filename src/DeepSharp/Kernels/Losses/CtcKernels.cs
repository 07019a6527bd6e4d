namespace DeepSharp.Kernels;

/// <summary>
/// Connectionist temporal classification by the forward-backward algorithm, in logarithms and double precision (Graves et al. 2006,
/// section 4). A sample is a thread's; class 0 is the blank.
/// </summary>
/// <remarks>
/// With l' the labels and a blank before, between and behind them, αₜ(s) is the log probability of all ways to have said l' up to place s
/// at step t, βₜ(s) that of all ways to say the rest, both with step t. The gradient by a logit of class k is
/// softmax - Σ e^(αₜ(s) + βₜ(s) - log yₜ(l'ₛ)) / p over the places s with l'ₛ = k.
/// </remarks>
internal static unsafe class CtcKernels
{
    /// <summary>The loss of each sample; +∞ where the labels do not fit into the steps.</summary>
    public static void Forward(
        ReadOnlySpan<float> labels, ReadOnlySpan<float> logits, Span<float> losses, int length, int steps, int classes)
    {
        int batch = losses.Length;
        Check(labels, logits, batch, length, steps, classes);
        fixed (float* pl = labels, px = logits, po = losses)
        {
            WorkerPool.For(batch, 1, new ForwardBody(pl, px, po, length, steps, classes));
        }
    }

    /// <summary>dLogits (+)= gᵢ times the gradient of the loss of sample i; 0 where that is infinite.</summary>
    public static void Backward(
        ReadOnlySpan<float> labels,
        ReadOnlySpan<float> logits,
        ReadOnlySpan<float> lossGradients,
        Span<float> dLogits,
        int length,
        int steps,
        int classes,
        bool accumulate)
    {
        int batch = lossGradients.Length;
        Check(labels, logits, batch, length, steps, classes);
        KernelGuard.AtLeast(dLogits, (long)batch * steps * classes);
        fixed (float* pl = labels, px = logits, pg = lossGradients, pd = dLogits)
        {
            WorkerPool.For(batch, 1, new BackwardBody(pl, px, pg, pd, length, steps, classes, accumulate));
        }
    }

    private static void Check(ReadOnlySpan<float> labels, ReadOnlySpan<float> logits, int batch, int length, int steps, int classes)
    {
        KernelGuard.AtLeast(labels, (long)batch * length);
        KernelGuard.AtLeast(logits, (long)batch * steps * classes);
    }

    private readonly struct ForwardBody(float* labels, float* logits, float* losses, int length, int steps, int classes) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                var path = new CtcPath(labels + i * (nint)length, logits + i * (nint)steps * classes, length, steps, classes);
                double* room = (double*)Scratch.Get(ScratchSlot.Products, 2 * (steps + 2L * path.Places));
                path.Normalize(room);
                losses[i] = (float)-path.Forward(room, room + steps, isKept: false);
            }
        }
    }

    private readonly struct BackwardBody(
        float* labels, float* logits, float* lossGradients, float* dLogits, int length, int steps, int classes, bool accumulate)
        : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                float* gradient = dLogits + i * (nint)steps * classes;
                if (!accumulate) new Span<float>(gradient, steps * classes).Clear();
                if (lossGradients[i] == 0f || steps == 0) continue;
                var path = new CtcPath(labels + i * (nint)length, logits + i * (nint)steps * classes, length, steps, classes);
                long kept = (long)steps * path.Places;
                double* room = (double*)Scratch.Get(ScratchSlot.Products, 2 * (steps + kept + 2L * path.Places + classes));
                path.Normalize(room);
                double log = path.Forward(room, room + steps, isKept: true);
                if (log == double.NegativeInfinity) continue;
                path.Backward(room, room + steps, room + steps + kept, log, lossGradients[i], gradient);
            }
        }
    }
}
