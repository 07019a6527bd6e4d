namespace DeepSharp;

/// <summary>What an optimizer keeps for one weight.</summary>
internal sealed class VariableState(Variable variable)
{
    public Variable Variable { get; } = variable;

    /// <summary>The share of the weight that decay takes off, times the learning rate; null for none.</summary>
    public required double? Decay { get; init; }

    /// <summary>The moving average of the weight, if asked for.</summary>
    public Variable? Average { get; init; }

    /// <summary>The sum of gradients since the last step that changed the weight, if asked for.</summary>
    public Variable? Accumulator { get; init; }

    /// <summary>The optimizer's own values, in the order of their names.</summary>
    public required Variable[] Slots { get; init; }
}
