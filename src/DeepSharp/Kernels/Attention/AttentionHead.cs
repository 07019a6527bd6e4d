using System.Numerics.Tensors;

namespace DeepSharp.Kernels;

/// <summary>
/// Copies of one head of the keys and of the queries that share it, as tiles read them in the backward pass, and the sums of its gradients.
/// In the scratch memory of the thread; as long as the sequence, not as all pairs.
/// </summary>
internal unsafe readonly struct AttentionHead<TSimd> where TSimd : unmanaged, ISimd<TSimd>
{
    private readonly AttentionShape _shape;
    private readonly float* _queries;
    private readonly float* _outputGradients;
    private readonly float* _ofEmpty;
    private readonly int _stride;
    private readonly int _valueStride;
    private readonly int _keyHead;
    private readonly bool _hasEmpty;

    public AttentionHead(in AttentionShape shape, in AttentionSources sources, int batch, int keyHead)
    {
        (_shape, Batch, _keyHead, FirstHead) = (shape, batch, keyHead, keyHead * shape.Group);
        (_stride, _valueStride) = (AttentionBlocks.RowStride<TSimd>(shape.Width), AttentionBlocks.RowStride<TSimd>(shape.ValueWidth));
        long rows = (long)shape.Group * shape.Queries, padded = AttentionBlocks.Padded<TSimd>(shape.Keys);
        long queries = rows * _stride, values = rows * _valueStride, keys = (long)shape.Keys * _stride;
        int scores = AttentionBlocks.MostQueries<TSimd>() * AttentionBlocks.BackwardStride;
        long columns = padded * shape.Width, valueColumns = padded * shape.ValueWidth;
        float* memory = Scratch.Get(
            ScratchSlot.Attention, columns + valueColumns + keys + 2 * queries + values + rows + 2L * scores
            + (AttentionBlocks.BackwardKeys * (long)(_stride + _valueStride)) + _valueStride);
        KeyColumns = memory;
        ValueColumns = KeyColumns + columns;
        KeyRows = ValueColumns + valueColumns;
        _queries = KeyRows + keys;
        QueryGradients = _queries + queries;
        _outputGradients = QueryGradients + queries;
        Scores = _outputGradients + values;
        ScoreGradients = Scores + scores;
        KeyGradients = ScoreGradients + scores;
        ValueGradients = KeyGradients + (AttentionBlocks.BackwardKeys * _stride);
        _ofEmpty = ValueGradients + (AttentionBlocks.BackwardKeys * _valueStride);
        Means = _ofEmpty + _valueStride;
        new Span<float>(_ofEmpty, _valueStride).Clear();
        Clear(QueryGradients, queries);
        CopyKeys(sources);
        for (int member = 0; member < shape.Group; member++) _hasEmpty |= CopyQueries(sources, member);
    }

    public int Batch { get; }

    /// <summary>The first head of the queries that shares this head of the keys.</summary>
    public int FirstHead { get; }

    /// <summary>Keys transposed, in panels.</summary>
    public float* KeyColumns { get; }

    /// <summary>Values transposed, in panels.</summary>
    public float* ValueColumns { get; }

    /// <summary>Keys row by row.</summary>
    public float* KeyRows { get; }

    /// <summary>Sums for all queries, member by member; not yet scaled.</summary>
    public float* QueryGradients { get; }

    /// <summary>Sums for the keys of a block.</summary>
    public float* KeyGradients { get; }

    /// <summary>Sums for the values of a block.</summary>
    public float* ValueGradients { get; }

    public float* Scores { get; }

    public float* ScoreGradients { get; }

    /// <summary>For every query Σ dy∘y, the mean of the probabilities' gradients.</summary>
    public float* Means { get; }

    /// <summary>The scaled rows of the queries of a member, from one on.</summary>
    public float* Query(int member, int query) => _queries + ((nint)member * _shape.Queries + query) * _stride;

    /// <summary>The rows of the output's gradient of a member, from one on.</summary>
    public float* OutputGradient(int member, int query) => _outputGradients + ((nint)member * _shape.Queries + query) * _valueStride;

    /// <summary>The place of a query among (batch, heads, queries).</summary>
    public nint Row(int member, int query) => ((nint)Batch * _shape.Heads + FirstHead + member) * _shape.Queries + query;

    /// <summary>Sets the sums for the keys of a block to 0.</summary>
    public void ClearKeys(int keys)
    {
        Clear(KeyGradients, keys * _stride);
        Clear(ValueGradients, keys * _valueStride);
    }

    /// <summary>Writes the sums for the keys of a block.</summary>
    public void WriteKeys(in AttentionGradients gradients, int key, int keys)
    {
        nint place = ((nint)Batch * _shape.Keys + key) * _shape.KeyHeads + _keyHead;
        if (gradients.Key != null)
        {
            float* to = gradients.Key + place * _shape.Width;
            Write(KeyGradients, _stride, keys, _shape.Width, _shape.KeyHeads, 1f, to, gradients.AddsToKey);
        }

        if (gradients.Value == null) return;
        for (int r = 0; _hasEmpty && r < keys; r++)
        {
            var row = new Span<float>(ValueGradients + r * _valueStride, _valueStride);
            TensorPrimitives.Add(row, new ReadOnlySpan<float>(_ofEmpty, _valueStride), row);
        }

        Write(
            ValueGradients, _valueStride, keys, _shape.ValueWidth, _shape.KeyHeads, 1f, gradients.Value + place * _shape.ValueWidth,
            gradients.AddsToValue);
    }

    /// <summary>Writes the sums for queries.</summary>
    public void WriteQueries(in AttentionGradients gradients, int query, int queries)
    {
        for (int member = 0; member < _shape.Group; member++)
        {
            nint place = ((nint)Batch * _shape.Queries + query) * _shape.Heads + FirstHead + member;
            Write(
                QueryGradients + ((nint)member * _shape.Queries + query) * _stride, _stride, queries, _shape.Width, _shape.Heads,
                _shape.Options.Scale, gradients.Query + place * _shape.Width, gradients.AddsToQuery);
        }
    }

    private void CopyKeys(in AttentionSources sources)
    {
        nint place = (nint)Batch * _shape.Keys * _shape.KeyHeads + _keyHead;
        nint stride = (nint)_shape.KeyHeads * _shape.Width, valueStride = (nint)_shape.KeyHeads * _shape.ValueWidth;
        float* keys = sources.Key + place * _shape.Width, values = sources.Value + place * _shape.ValueWidth;
        AttentionOperands.CopyColumns<TSimd>(keys, stride, _shape.Keys, _shape.Width, KeyColumns);
        AttentionOperands.CopyRows<TSimd>(keys, stride, _shape.Keys, _shape.Width, 1f, KeyRows, _stride);
        AttentionOperands.CopyColumns<TSimd>(values, valueStride, _shape.Keys, _shape.ValueWidth, ValueColumns);
    }

    // Whether there is a query without any key. Its output is the mean of all values, so that each gets its share of the gradient.
    private bool CopyQueries(in AttentionSources sources, int member)
    {
        nint place = (nint)Batch * _shape.Queries * _shape.Heads + FirstHead + member, between = _shape.Heads;
        float* outputs = sources.Output + place * _shape.ValueWidth, gradients = sources.Gradient + place * _shape.ValueWidth;
        float* logSums = sources.LogSums + Row(member, 0), means = Means + (nint)member * _shape.Queries;
        AttentionOperands.CopyRows<TSimd>(
            sources.Query + place * _shape.Width, between * _shape.Width, _shape.Queries, _shape.Width, _shape.Options.Scale,
            Query(member, 0),
            _stride);
        AttentionOperands.CopyRows<TSimd>(
            gradients, between * _shape.ValueWidth, _shape.Queries, _shape.ValueWidth, 1f, OutputGradient(member, 0), _valueStride);

        bool hasEmpty = false;
        for (int query = 0; query < _shape.Queries; query++)
        {
            var gradient = new ReadOnlySpan<float>(gradients + query * between * _shape.ValueWidth, _shape.ValueWidth);
            var output = new ReadOnlySpan<float>(outputs + query * between * _shape.ValueWidth, gradient.Length);
            means[query] = TensorPrimitives.Dot(gradient, output);
            if (logSums[query] != float.PositiveInfinity || _shape.Options.ZeroEmpty) continue;
            var sums = new Span<float>(_ofEmpty, gradient.Length);
            TensorPrimitives.MultiplyAddEstimate(gradient, 1f / _shape.Keys, sums, sums);
            hasEmpty = true;
        }

        return hasEmpty;
    }

    private static void Write(float* from, int stride, int rows, int columns, int heads, float factor, float* to, bool accumulate)
    {
        for (int r = 0; r < rows; r++, from += stride, to += (nint)heads * columns)
        {
            var source = new ReadOnlySpan<float>(from, columns);
            var target = new Span<float>(to, columns);
            if (accumulate) TensorPrimitives.MultiplyAddEstimate(source, factor, target, target);
            else TensorPrimitives.Multiply(source, factor, target);
        }
    }

    private static void Clear(float* values, long count)
    {
        for (long at = 0; at < count; at += int.MaxValue / 2)
        {
            new Span<float>(values + at, (int)Math.Min(count - at, int.MaxValue / 2)).Clear();
        }
    }
}
