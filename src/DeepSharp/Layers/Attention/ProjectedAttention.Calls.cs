namespace DeepSharp.Layers;

// Calls with Keras's arguments.
public abstract partial class ProjectedAttention
{
    /// <summary>Computes what queries find.</summary>
    /// <param name="query">(batch, queries, features).</param>
    /// <param name="value">(batch, keys, features). The same tensor for self-attention.</param>
    /// <param name="key">(batch, keys, features), what the queries are compared with; null for the value.</param>
    /// <param name="attentionMask">
    /// 0 where a query may not look at a key: (batch, queries, keys), or (batch, heads, queries, keys). Null for none. Masks that the
    /// tensors carry count besides.
    /// </param>
    /// <param name="useCausalMask">Whether a query looks at no key behind its own place.</param>
    /// <param name="training">Whether to drop probabilities; null for: as the layer does in whose <c>Call</c> this is.</param>
    /// <exception cref="ShapeException">The tensors do not fit together.</exception>
    /// <example><code>Tensor context = attention.Apply(words, words, useCausalMask: true);</code></example>
    public Tensor Apply(
        Tensor query, Tensor value, Tensor? key = null, Tensor? attentionMask = null, bool useCausalMask = false, bool? training = null) =>
        Apply(AttentionCalls.Of(query, value, key, attentionMask, useCausalMask, returnAttentionScores: false, training));

    /// <summary>Computes what queries find, and the probabilities by which they look at keys.</summary>
    /// <returns>The output, and the scores, (batch, heads, queries, keys).</returns>
    /// <inheritdoc cref="Apply(Tensor, Tensor, Tensor, Tensor, bool, bool?)"/>
    public (Tensor Output, Tensor Scores) ApplyWithScores(
        Tensor query, Tensor value, Tensor? key = null, Tensor? attentionMask = null, bool useCausalMask = false, bool? training = null)
    {
        Tensor[] outputs = ApplyAll(
            AttentionCalls.Of(query, value, key, attentionMask, useCausalMask, returnAttentionScores: true, training));
        return (outputs[0], outputs[1]);
    }

    /// <summary>Describes what queries find, in a model.</summary>
    /// <inheritdoc cref="Apply(Tensor, Tensor, Tensor, Tensor, bool, bool?)"/>
    /// <param name="query">(batch, queries, features).</param>
    /// <param name="value">(batch, keys, features). The same tensor for self-attention.</param>
    /// <param name="key">(batch, keys, features), what the queries are compared with; null for the value.</param>
    /// <param name="attentionMask">0 where a query may not look at a key: (batch, queries, keys). Null for none.</param>
    /// <param name="useCausalMask">Whether a query looks at no key behind its own place.</param>
    /// <param name="training">Whether the layer always acts as in training, or never; null for as the model does.</param>
    /// <example><code>SymbolicTensor context = new MultiHeadAttention(8, 64).Apply(words, words, useCausalMask: true);</code></example>
    public SymbolicTensor Apply(
        SymbolicTensor query, SymbolicTensor value, SymbolicTensor? key = null, SymbolicTensor? attentionMask = null,
        bool useCausalMask = false, bool? training = null) =>
        Apply(AttentionCalls.Of(query, value, key, attentionMask, useCausalMask, returnAttentionScores: false, training));
}
