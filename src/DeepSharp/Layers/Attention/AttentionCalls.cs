namespace DeepSharp;

/// <summary>The call of attention over projections, in Keras's names and order.</summary>
internal static class AttentionCalls
{
    // Masks by name do not become those of the tensors: Keras hands on the query's own.
    public static CallSignature Signature { get; } = new(
        CallArgument.Tensor("query"), CallArgument.Tensor("value"), CallArgument.OptionalTensor("key"),
        CallArgument.OptionalTensor("query_mask"), CallArgument.OptionalTensor("value_mask"), CallArgument.OptionalTensor("key_mask"),
        CallArgument.OptionalTensor("attention_mask"), CallArgument.Option("return_attention_scores"), CallArgument.Training,
        CallArgument.Option("use_causal_mask"));

    /// <summary>The arguments of a call; null for those that it has not.</summary>
    public static CallArguments<T> Of<T>(
        T query, T value, T? key, T? attentionMask, bool useCausalMask, bool returnAttentionScores, bool? training)
        where T : class
    {
        var call = new CallArguments<T>(query, value) { Training = training };
        if (key is not null) call.With("key", key);
        if (attentionMask is not null) call.With("attention_mask", attentionMask);
        if (useCausalMask) call.With("use_causal_mask", true);
        return returnAttentionScores ? call.With("return_attention_scores", true) : call;
    }
}
