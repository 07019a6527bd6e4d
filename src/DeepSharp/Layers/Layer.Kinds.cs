namespace DeepSharp;

// The kinds of values that the layer takes and gives. All but strings are floats once they are tensors.
public abstract partial class Layer
{
    /// <summary>
    /// Whether the layer, or all of the model, turns data into data when a batch is fed: then it comes before all layers
    /// that compute with tensors.
    /// </summary>
    internal virtual bool WorksOnData => false;

    /// <summary>Whether the values of the output are those of the input in other places, and so of the same kind.</summary>
    private protected virtual bool KeepsDType => false;

    /// <summary>What the values of an output are.</summary>
    internal virtual DType DTypeOfOutput(ReadOnlySpan<SymbolicTensor> inputs, int output) => KeepsDType ? Common(inputs) : DType.Float32;

    /// <summary>Refuses inputs of a kind that the layer cannot take, where a model is described.</summary>
    /// <exception cref="ArgumentException">There is such an input; the message names it.</exception>
    private protected virtual void RequireKinds(ReadOnlySpan<SymbolicTensor> inputs)
    {
        foreach (SymbolicTensor input in inputs)
        {
            if (input.DType.IsString) throw WantsNumbers(input.Name);
        }
    }

    /// <summary>The exception for strings where numbers are wanted.</summary>
    private protected ArgumentException WantsNumbers(string input) => new(
        $"{LayerArguments.Describe(this)}: expected numbers but '{input}' is of strings. Turn them into numbers before: with a " +
        "StringLookup, which has a vocabulary, or a Hashing layer.");

    /// <summary>The dtype of tensors that all have the same; else float32.</summary>
    private protected static DType Common(ReadOnlySpan<SymbolicTensor> inputs)
    {
        foreach (SymbolicTensor input in inputs)
        {
            if (input.DType != inputs[0].DType) return DType.Float32;
        }

        return inputs.IsEmpty ? DType.Float32 : inputs[0].DType;
    }
}
