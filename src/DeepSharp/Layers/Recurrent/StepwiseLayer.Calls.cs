using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

// Initial states in the description of a model.
public abstract partial class StepwiseLayer
{
    /// <summary>Describes the output from initial states, such as those of an encoder, and under a mask given by hand.</summary>
    /// <param name="input">(batch, steps, features)</param>
    /// <param name="initialState">The states before the first step, each (batch, units); for an LSTM the output and the cell.</param>
    /// <param name="mask">(batch, steps), 0 where a step is left out; null for none, whatever mask the input carries: as in Keras.</param>
    /// <param name="training">Whether the layer always acts as in training, or never; null for as the model does.</param>
    /// <exception cref="ShapeException">The input, a state or the mask does not fit.</exception>
    /// <exception cref="ArgumentException">There are more or fewer states than the layer has, or it gives several outputs.</exception>
    /// <example><code>
    /// SymbolicTensor[] encoded = new LSTM(64, returnState: true).ApplyAll(source);
    /// SymbolicTensor decoded = new LSTM(64, returnSequences: true).Apply(target, initialState: [encoded[1], encoded[2]]);
    /// </code></example>
    public SymbolicTensor Apply(
        SymbolicTensor input, IReadOnlyList<SymbolicTensor> initialState, SymbolicTensor? mask = null, bool? training = null)
    {
        SymbolicTensor[] outputs = ApplyAll(input, initialState, mask, training);
        RequireOneOutput(outputs.Length);
        return outputs[0];
    }

    /// <summary>Describes all outputs from initial states: with <see cref="ReturnState"/> the last states too.</summary>
    /// <param name="input">(batch, steps, features)</param>
    /// <param name="initialState">The states before the first step, each (batch, units); for an LSTM the output and the cell.</param>
    /// <param name="mask">(batch, steps), 0 where a step is left out; null for none, whatever mask the input carries: as in Keras.</param>
    /// <param name="training">Whether the layer always acts as in training, or never; null for as the model does.</param>
    /// <exception cref="ShapeException">The input, a state or the mask does not fit.</exception>
    /// <exception cref="ArgumentException">There are more or fewer states than the layer has.</exception>
    public SymbolicTensor[] ApplyAll(
        SymbolicTensor input, IReadOnlyList<SymbolicTensor> initialState, SymbolicTensor? mask = null, bool? training = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(initialState);
        var call = new CallArguments<SymbolicTensor>([input, .. initialState]) { Training = training };
        return ApplyAll(mask is null ? call : call.With("mask", mask));
    }

    private protected override JsonObject BuildConfig()
    {
        if (BuildShapes.Length == 1) return base.BuildConfig();
        var states = new JsonArray();
        foreach (Shape state in BuildShapes[1..]) states.Add((JsonNode)ConfigSchema.List(state));
        return new JsonObject
        {
            ["shapes_dict"] = new JsonObject { ["sequences_shape"] = ConfigSchema.List(BuildShapes[0]), ["initial_state_shape"] = states },
        };
    }
}
