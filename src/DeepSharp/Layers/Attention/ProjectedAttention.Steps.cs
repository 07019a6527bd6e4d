using DeepSharp.Kernels;

namespace DeepSharp.Layers;

// What a call computes.
public abstract partial class ProjectedAttention
{
    /// <inheritdoc/>
    protected override void ComputeMasks(in CallInputs<Tensor> call, Span<Tensor?> masks) => masks[0] = call["query"].Mask;

    /// <inheritdoc/>
    protected override void Call(in CallInputs<Tensor> call, Span<Tensor> outputs)
    {
        Tensor query = call["query"], value = call["value"];
        Tensor key = call.Find("key", out Tensor? given) ? given : value;
        bool returnsScores = outputs.Length > 1;
        if (returnsScores && FlashAttention == true)
        {
            throw new ArgumentException(
                $"{LayerArguments.Describe(this)}: expected no call for attention scores with flashAttention, as in Keras.");
        }

        var masks = new GivenMasks
        {
            Pairs = call.Find("attention_mask", out Tensor? pairs) ? pairs : null,
            Query = QueryMask(call),
            Value = call.Find("value_mask", out Tensor? valueMask) ? valueMask : value.Mask,
            Key = call.Find("key_mask", out Tensor? keyMask) ? keyMask : given?.Mask,
            Options = new AttentionOptions(
                1f / MathF.Sqrt(KeyWidth), call.Flag("use_causal_mask"), SlidingWindow ?? 0, ZeroEmpty: Dropout > 0f),
        };
        Tensor? gate = _gate is null ? null : Penalized(_gate.Apply(query));
        Tensor q = Penalized(_query!.Apply(query)), k = Penalized(_key!.Apply(key)), v = Penalized(_value!.Apply(value));
        bool drops = call.Training && Dropout > 0f;
        Tensor context = !returnsScores && _axes!.IsSequence
            ? InOnePass(q, k, v, masks, drops)
            : WithScores(q, k, v, masks, drops, outputs);
        if (gate is not null) context *= gate;
        outputs[0] = Penalized(_output!.Apply(context));
    }

    /// <summary>The mask of the queries: one given by name, else their own.</summary>
    private protected virtual Tensor? QueryMask(in CallInputs<Tensor> call) =>
        call.Find("query_mask", out Tensor? given) ? given : call["query"].Mask;

    private Tensor Penalized(Tensor output)
    {
        if (ActivityRegularizer is not null) AddActivityPenalty(output);
        return output;
    }

    private Tensor Repeated(Tensor x) => KeyHeads == Heads ? x : Tape.Run(_repeat ??= new RepeatHeadsOp(Heads), x);

    private Tensor InOnePass(Tensor query, Tensor key, Tensor value, in GivenMasks masks, bool drops)
    {
        Tensor? keys = masks.Key is null ? masks.Value : masks.Value is null ? masks.Key : PlainAttention.And(masks.Value, masks.Key);
        Tensor? pairs = masks.Pairs is null ? null : _axes!.Expand(masks.Pairs, query.Rank);
        AttentionMaskKinds kinds = (pairs is null ? 0 : AttentionMaskKinds.Pairs) | (masks.Query is null ? 0 : AttentionMaskKinds.Queries)
            | (keys is null ? 0 : AttentionMaskKinds.Keys);
        ref AttentionOp? op = ref _ops[(int)kinds + (masks.Options.IsCausal ? 8 : 0) + (drops ? 16 : 0)];
        op ??= drops ? new AttentionOp(masks.Options, kinds, Dropout, _dropout.Stream) : new AttentionOp(masks.Options, kinds);

        // In the order of the kinds.
        Tensor? first = pairs ?? masks.Query ?? keys, second = pairs is null ? masks.Query is null ? null : keys : masks.Query ?? keys;
        Tensor? third = pairs is null || masks.Query is null ? null : keys;
        return third is not null ? Tape.Run(op, query, key, value, first!, second!, third)
            : second is not null ? Tape.Run(op, query, key, value, first!, second)
            : first is not null ? Tape.Run(op, query, key, value, first)
            : Tape.Run(op, query, key, value);
    }

    private Tensor WithScores(Tensor query, Tensor key, Tensor value, in GivenMasks masks, bool drops, Span<Tensor> outputs)
    {
        Tensor scores = Tape.Run(_axes!.Scores, query * masks.Options.Scale, Repeated(key));
        Tensor? mask = masks.Combined(query.Shape[1], value.Shape[1]);
        if (mask is not null) mask = _axes.Expand(mask, scores.Rank);
        Tensor probabilities = mask is null ? Tape.Run(_axes.Softmax, scores) : Tape.Run(_axes.Softmax, scores, mask);
        if (outputs.Length > 1)
        {
            outputs[1] = probabilities;
            probabilities.Mask = mask;
        }

        if (drops) probabilities = Tape.Run(_dropout, probabilities);
        return Tape.Run(_axes.Context, probabilities, Repeated(value));
    }

    private struct GivenMasks
    {
        public Tensor? Pairs;
        public Tensor? Query;
        public Tensor? Value;
        public Tensor? Key;
        public AttentionOptions Options;

        /// <summary>All in one, (batch, queries, keys); null for none.</summary>
        public readonly Tensor? Combined(int queries, int keys)
        {
            Tensor? all = null;
            if (Query is not null) all = Tape.Run(ExpandDimsOp.Last, Query);
            if (Value is not null) all = PlainAttention.And(all, Tape.Run(s_beforeLast, Value));
            if (Key is not null) all = PlainAttention.And(all, Tape.Run(s_beforeLast, Key));
            if (Options.IsCausal || Options.Window != 0) all = PlainAttention.And(all, PairMasks.Of(queries, keys, Options));
            if (Pairs is null) return all;
            if (all is null) return Pairs;

            // A mask of each head is for the heads of every sample.
            return PlainAttention.And(Pairs, Pairs.Rank == 4 ? Tape.Run(s_heads, all) : all);
        }

        private static readonly ExpandDimsOp s_beforeLast = new(-2);
        private static readonly ExpandDimsOp s_heads = new(1);
    }
}
