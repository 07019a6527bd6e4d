using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>Attention with all scores in memory, for what the op in one pass does not have: a bias.</summary>
internal static class PlainAttention
{
    private static readonly EinsumOp s_scores = new(EinsumPlan.Create("btnd", "bsnd", "bnts"));
    private static readonly EinsumOp s_context = new(EinsumPlan.Create("bnts", "bsnd", "btnd"));
    private static readonly MaskedSoftmaxOp s_softmax = new(axes: 1, zeroEmpty: false);
    private static readonly MaskedSoftmaxOp s_softmaxOrZero = new(axes: 1, zeroEmpty: true);

    /// <summary>softmax(scale·q·kᵀ + bias)·v under a mask, its probabilities times <paramref name="kept"/> where that is given.</summary>
    /// <exception cref="ShapeException">The shapes do not fit together.</exception>
    public static Tensor Compute(
        Tensor query, Tensor key, Tensor value, Tensor? bias, Tensor? mask, in AttentionOptions options, Tensor? kept = null)
    {
        Shape q = query.Shape, k = key.Shape;
        try
        {
            AttentionShapes.Require(q, k, value.Shape);
            Shape pairs = [q[0], q[2], q[1], k[1]];
            if (bias is not null) AttentionShapes.RequirePairs("a bias", bias.Shape, pairs);
            if (mask is not null) AttentionShapes.RequirePairs("a mask", mask.Shape, pairs);
        }
        catch (ShapeException exception)
        {
            throw new ShapeException($"DotProductAttention: {exception.Message}");
        }

        Tensor scores = Tape.Run(s_scores, query, Repeat(key, q[2])) * options.Scale;
        if (bias is not null) scores += bias;
        if (options.IsCausal || options.Window != 0) mask = And(mask, PairMasks.Of(q[1], k[1], options));
        MaskedSoftmaxOp softmax = options.ZeroEmpty ? s_softmaxOrZero : s_softmax;
        Tensor probabilities = mask is null ? Tape.Run(softmax, scores) : Tape.Run(softmax, scores, mask);
        if (kept is not null) probabilities *= kept;
        return Tape.Run(s_context, probabilities, Repeat(value, q[2]));
    }

    /// <summary>Every head as often as it takes to have so many.</summary>
    public static Tensor Repeat(Tensor x, int heads) => x.Shape[2] == heads ? x : Tape.Run(new RepeatHeadsOp(heads), x);

    /// <summary>1 where both masks are; shapes broadcast.</summary>
    public static Tensor And(Tensor? left, Tensor right) => left is null ? right : Tape.Run(MathOps.LogicalAnd, left, right);
}
