using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// Scaled dot-product attention in one pass: softmax(scale·q·kᵀ)·v for every head. Inputs: queries (batch, queries, heads, width), keys
/// (batch, keys, keyHeads, width), values (batch, keys, keyHeads, valueWidth), and the masks that it was made for, which have no gradient.
/// </summary>
/// <param name="options">Scale, causality, window.</param>
/// <param name="masks">Which masks follow the values, in the order of the flags.</param>
/// <param name="dropout">The share of the probabilities that is dropped; what is kept grows by as much.</param>
/// <param name="stream">Where its random numbers come from; null where nothing is dropped.</param>
internal sealed unsafe class AttentionOp(
    AttentionOptions options, AttentionMaskKinds masks = AttentionMaskKinds.None, float dropout = 0f, RandomStream? stream = null) : Op
{
    private const int FirstMask = 3;

    public override string Name => "DotProductAttention";

    /// <summary>Scale, causality, window.</summary>
    public AttentionOptions Options => options;

    /// <summary>The share of the probabilities that is dropped.</summary>
    public float Dropout => dropout;

    /// <summary>Where its random numbers come from.</summary>
    public RandomStream? Stream => stream;

    /// <summary>Which masks there are.</summary>
    public AttentionMaskKinds Masks => masks;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        (Shape query, Shape key, Shape value) = (inputs[0], inputs[1], inputs[2]);
        AttentionShapes.Require(query, key, value);
        int at = FirstMask;
        if (Has(AttentionMaskKinds.Pairs))
        {
            AttentionShapes.RequirePairs("a mask", inputs[at++], [query[0], query[2], query[1], key[1]]);
        }

        if (Has(AttentionMaskKinds.Queries)) RequireMask(inputs[at++], query);
        if (Has(AttentionMaskKinds.Keys)) RequireMask(inputs[at], key);
        return query.WithLast(value[3]);
    }

    public override void Forward(Node node)
    {
        AttentionShape shape = SizesOf(node);
        Span<float> logSums = node.IsRecorded ? node.Save<float>(0, shape.QueryRows) : [];
        ulong position = TakeWords(shape);
        if (node.IsRecorded && stream is not null)
        {
            (node.Save<uint>(1, 2)[0], node.Saved<uint>(1, 2)[1]) = ((uint)position, (uint)(position >> 32));
        }

        fixed (float* pairs = MaskOf(node, AttentionMaskKinds.Pairs), queries = MaskOf(node, AttentionMaskKinds.Queries),
            keys = MaskOf(node, AttentionMaskKinds.Keys))
        {
            AttentionKernels.Forward(
                shape, MasksOf(node, pairs, queries, keys, position), node.Input(0), node.Input(1), node.Input(2), node.OutputSpan,
            logSums);
        }
    }

    public override void Backward(Node node)
    {
        AttentionShape shape = SizesOf(node);
        Span<float> query = Gradient(node, 0, out bool addsToQuery), key = Gradient(node, 1, out bool addsToKey);
        ulong position = stream is null ? 0 : PositionOf(node);
        Span<float> value = Gradient(node, 2, out bool addsToValue), logSums = node.Saved<float>(0, shape.QueryRows);
        fixed (float* pairs = MaskOf(node, AttentionMaskKinds.Pairs), queries = MaskOf(node, AttentionMaskKinds.Queries),
            keys = MaskOf(node, AttentionMaskKinds.Keys))
        fixed (float* q = node.Input(0), k = node.Input(1), v = node.Input(2), y = node.OutputSpan, dy = node.OutputGradient)
        fixed (float* dq = query, dk = key, dv = value, sums = logSums)
        {
            var sources = new AttentionSources { Query = q, Key = k, Value = v, Output = y, Gradient = dy, LogSums = sums };
            var gradients = new AttentionGradients
            {
                Query = dq,
                Key = dk,
                Value = dv,
                AddsToQuery = addsToQuery,
                AddsToKey = addsToKey,
                AddsToValue = addsToValue,
            };
            AttentionKernels.Backward(shape, MasksOf(node, pairs, queries, keys, position), sources, gradients);
        }
    }

    public override Tensor OutputOps(Node node)
    {
        Shape query = node.InputShape(0), key = node.InputShape(1);
        Tensor? mask = Has(AttentionMaskKinds.Pairs) ? Tape.Detach(node.InputTensor(PlaceOf(AttentionMaskKinds.Pairs))) : null;
        if (Has(AttentionMaskKinds.Queries))
        {
            Tensor queries = Tape.Detach(node.InputTensor(PlaceOf(AttentionMaskKinds.Queries)));
            mask = PlainAttention.And(mask, queries.Reshape([query[0], 1, query[1], 1]));
        }

        if (Has(AttentionMaskKinds.Keys))
        {
            Tensor keys = Tape.Detach(node.InputTensor(PlaceOf(AttentionMaskKinds.Keys)));
            mask = PlainAttention.And(mask, keys.Reshape([key[0], 1, 1, key[1]]));
        }

        Tensor? kept = stream is null ? null : KeptOf(node);
        return PlainAttention.Compute(node.InputTensor(0), node.InputTensor(1), node.InputTensor(2), null, mask, options, kept);
    }

    // What the probabilities were multiplied by, (batch, heads, queries, keys).
    private Tensor KeptOf(Node node)
    {
        AttentionShape shape = SizesOf(node);
        AttentionDropout dropped = DropoutAt(PositionOf(node));
        Tensor kept = Tensor.Ones([shape.Batch, shape.Heads, shape.Queries, shape.Keys]);
        for (int row = 0; row < shape.QueryRows && dropped.Exists; row++)
        {
            dropped.Fill(row, shape.Keys, 0, kept.Values.Slice(row * shape.Keys, shape.Keys));
        }

        return kept;
    }

    private AttentionDropout DropoutAt(ulong position) =>
        stream is null ? default : new AttentionDropout((ulong)stream.Seed, (ulong)stream.Stream, position, dropout);

    private static ulong PositionOf(Node node) => node.Saved<uint>(1, 2)[0] | ((ulong)node.Saved<uint>(1, 2)[1] << 32);

    // One tensor may be two of the inputs: its parts then come in any order, and all are added.
    private static Span<float> Gradient(Node node, int index, out bool accumulate)
    {
        accumulate = false;
        if (!node.Needs(index)) return [];
        bool isShared = false;
        for (int i = 0; i < FirstMask; i++) isShared |= i != index && ReferenceEquals(node.InputTensor(i), node.InputTensor(index));
        if (!isShared) return node.InputGradient(index, out accumulate);
        accumulate = true;
        return node.InputGradient(index);
    }

    private AttentionShape SizesOf(Node node)
    {
        Shape query = node.InputShape(0), key = node.InputShape(1), value = node.InputShape(2);
        return new AttentionShape(query[0], query[1], key[1], query[2], key[2], query[3], value[3], options);
    }

    private ReadOnlySpan<float> MaskOf(Node node, AttentionMaskKinds kind) => Has(kind) ? node.Input(PlaceOf(kind)) : [];

    private bool Has(AttentionMaskKinds kind) => (masks & kind) != 0;

    private int PlaceOf(AttentionMaskKinds kind) =>
        FirstMask + System.Numerics.BitOperations.PopCount((uint)masks & ((uint)kind - 1));

    // The words of one call, from a multiple of the alignment on.
    private ulong TakeWords(in AttentionShape shape)
    {
        if (stream is null) return 0;
        const ulong Alignment = AttentionDropout.Alignment;
        ulong first = stream.Take(AttentionDropout.WordsOf(shape) + Alignment - 1);
        return (first + Alignment - 1) / Alignment * Alignment;
    }

    private AttentionMasks MasksOf(Node node, float* pairs, float* queries, float* keys, ulong position)
    {
        var result = new AttentionMasks
        {
            Queries = queries,
            QueriesBatch = node.InputShape(0)[1],
            Keys = keys,
            KeysBatch = node.InputShape(1)[1],
            Pairs = pairs,
            Dropout = DropoutAt(position),
        };
        if (pairs == null) return result;
        Shape shape = node.InputShape(PlaceOf(AttentionMaskKinds.Pairs));
        Span<nint> strides = stackalloc nint[4];
        strides.Clear();
        nint stride = 1;
        for (int axis = shape.Rank - 1; axis >= 0; stride *= shape[axis--])
        {
            if (shape[axis] != 1) strides[axis + 4 - shape.Rank] = stride;
        }

        (result.PairsBatch, result.PairsHead, result.PairsQuery) = (strides[0], strides[1], strides[2]);
        result.PairsHaveKeys = strides[3] != 0 || node.InputShape(1)[1] == 1;
        return result;
    }

    private static void RequireMask(Shape mask, Shape rows)
    {
        if (mask.Rank == 2 && mask[0] == rows[0] && mask[1] == rows[1]) return;
        throw new ShapeException($"expected a mask of shape {rows[..2]} for {rows} but got {mask}.");
    }
}
