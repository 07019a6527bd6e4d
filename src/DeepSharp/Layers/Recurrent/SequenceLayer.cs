using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>
/// A layer that takes sequences and, if wanted, the states to begin with: recurrent ones, and <see cref="Bidirectional"/>.
/// </summary>
public abstract class SequenceLayer : Layer
{
    private static readonly CallSignature s_signature = new(
        CallArgument.Tensor("sequences"), CallArgument.OptionalTensors("initial_state"), CallArgument.Mask("mask", of: "sequences"),
        CallArgument.Training);

    private protected SequenceLayer(string? name, Shape? inputShape)
        : base(name, inputShape)
    {
    }

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    /// <inheritdoc/>
    public override CallSignature Signature => s_signature;

    // Keras looks for a mask on the input of a call with one tensor only: beside states it has to be given by name. It goes on all the
    // same.
    private protected static Tensor? MaskOf(in CallInputs<Tensor> call) =>
        call.Count == 1 || call.Form.MaskTargets.Length > 0 ? call[0].Mask : null;

    /// <summary>Describes the output from initial states, such as those of an encoder, and under a mask given by hand.</summary>
    /// <param name="input">(batch, steps, features)</param>
    /// <param name="initialState">
    /// The states before the first step, each (batch, units); for an LSTM the output and the cell. Of two directions those of the forward
    /// one come first.
    /// </param>
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

    /// <summary>Describes all outputs from initial states: where states are returned the last ones too.</summary>
    /// <param name="input">(batch, steps, features)</param>
    /// <param name="initialState">
    /// The states before the first step, each (batch, units); for an LSTM the output and the cell. Of two directions those of the forward
    /// one come first.
    /// </param>
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

    /// <summary>Refuses initial states of other shapes than wanted; batch axes may be unknown.</summary>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    /// <exception cref="ShapeException">One has another shape.</exception>
    private protected void RequireStateShapes(ReadOnlySpan<Shape> inputs, ReadOnlySpan<Shape> states)
    {
        if (inputs.Length != 1 && inputs.Length != 1 + states.Length)
        {
            throw new ArgumentException(
                $"{LayerArguments.Describe(this)}: expected 1 input, or {1 + states.Length} with initial states, but got {inputs.Length}.");
        }

        for (int i = 1; i < inputs.Length; i++)
        {
            (Shape given, Shape want) = (inputs[i], states[i - 1]);
            if (given.Rank == want.Rank && given[1..] == want[1..]) continue;
            throw new ShapeException($"expected initial states of shape {want} for an input of shape {inputs[0]} but got {given}.");
        }
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
