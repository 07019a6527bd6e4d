namespace DeepSharp;

/// <summary>What makes probabilities of logits.</summary>
internal enum ProbabilityFunction
{
    /// <summary>The values are none that came out of one.</summary>
    None,

    /// <summary>1 / (1 + e⁻ˣ) of each value.</summary>
    Sigmoid,

    /// <summary>eˣ / Σ eˣ over the last axis.</summary>
    Softmax,
}
