using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>The losses of <see cref="ElementLossOp{TLoss}"/> and <see cref="PairLossOp{TLoss}"/> in terms of ops: a line each.</summary>
internal static class ElementLosses
{
    /// <summary>The loss of each number, or null where there is no line for it.</summary>
    /// <param name="loss">An unmanaged struct with its parameters.</param>
    /// <param name="t">The targets.</param>
    /// <param name="p">The predictions, of their shape.</param>
    public static Tensor? Of(object loss, Tensor t, Tensor p) => loss switch
    {
        SquaredError => (p - t).Square(),
        AbsoluteError => (p - t).Abs(),
        PercentageError => 100 * (p - t).Abs() / t.Abs().Maximum(Probability.Smallest),
        SquaredLogarithmicError => (LogOfOneMore(p) - LogOfOneMore(t)).Square(),
        HuberError huber => Huber((p - t).Abs(), huber.Delta),
        LogCoshError => UnarySlopes.Softplus(2 * (p - t)) - (p - t) - Math.Log(2),
        PoissonError => p - t * (p + Probability.Smallest).Log(),
        HingeError => (1 - t * p).Maximum(0),
        SquaredHingeError => (1 - t * p).Maximum(0).Square(),
        DivergenceTerm => Divergence(t.Clip(Probability.Smallest, 1), p.Clip(Probability.Smallest, 1)),
        BinaryCrossEntropy entropy => Entropy(Smooth(t, entropy.Smoothing), p),
        BinaryCrossEntropyFromLogits entropy => UnarySlopes.Softplus(p) - Smooth(t, entropy.Smoothing) * p,
        BinaryFocalError focal => Focal(focal, Smooth(t, focal.Smoothing), p),
        CategoricalFocalTerm focal => Focal(focal, t, Clip(p)),
        _ => null,
    };

    /// <summary>The loss of rows, or null where there is no line for it.</summary>
    /// <param name="loss">An unmanaged struct with its parameters.</param>
    /// <param name="t">The targets.</param>
    /// <param name="p">The predictions, of their shape.</param>
    /// <param name="axes">What a row is.</param>
    public static Tensor? OfRows(object loss, Tensor t, Tensor p, ReadOnlySpan<int> axes)
    {
        Tensor products = (t * p).Sum(axes);
        switch (loss)
        {
            case CosineError:
                double least = (double)Probability.Smallest * Probability.Smallest;
                return -products / (t.Square().Sum(axes).Maximum(least) * p.Square().Sum(axes).Maximum(least)).Sqrt();
            case DiceError:
                return 1 - 2 * products / (t.Sum(axes) + p.Sum(axes) + Probability.Smallest);
            case TverskyError tversky:
                Tensor missed = t.Sum(axes) - products, wrong = p.Sum(axes) - products;
                return 1 - products / (products + tversky.Alpha * missed + tversky.Beta * wrong + Probability.Smallest);
            default:
                return null;
        }
    }

    /// <summary>Probabilities in the range that logarithms are taken of.</summary>
    public static Tensor Clip(Tensor p) => p.Clip(Probability.Smallest, Probability.Largest);

    private static Tensor Smooth(Tensor t, float smoothing) => smoothing == 0f ? t : t * (1 - smoothing) + 0.5 * smoothing;

    private static Tensor LogOfOneMore(Tensor x) => (x.Maximum(Probability.Smallest) + 1).Log();

    private static Tensor Huber(Tensor size, float delta)
    {
        Tensor capped = size.Minimum(delta);
        return capped * (size - 0.5 * capped);
    }

    private static Tensor Divergence(Tensor t, Tensor p) => t * (t.Log() - p.Log());

    private static Tensor Entropy(Tensor t, Tensor p)
    {
        Tensor q = Clip(p);
        return -(t * q.Log() + (1 - t) * (1 - q).Log());
    }

    private static Tensor Focal(BinaryFocalError focal, Tensor t, Tensor p)
    {
        Tensor loss = (1 - (t * p + (1 - t) * (1 - p))).Pow(focal.Gamma) * Entropy(t, p);
        return focal.IsBalanced ? (t * focal.Alpha + (1 - t) * (1 - focal.Alpha)) * loss : loss;
    }

    private static Tensor Focal(CategoricalFocalTerm focal, Tensor t, Tensor q) => -focal.Alpha * (1 - q).Pow(focal.Gamma) * t * q.Log();
}
