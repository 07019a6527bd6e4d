using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>A recurrent layer in two directions: one goes through sequences from their start, one from their end.</summary>
/// <remarks>
/// <para><b>Input</b> (batch, steps, features) · <b>Output</b> with <c>"concat"</c> (batch, 2 · units), or (batch, steps, 2 · units) where
/// the layer returns sequences; with the other modes as long as the layer's, and with <see cref="MergeMode.None"/> two of them. Behind it
/// the last states, if the layer returns them, those of the forward direction first.</para>
/// <para><b>Weights</b> those of the forward layer, then those of the backward layer.</para>
/// <para>The layer that is given is a pattern: the two inside are copies of it by its config, with new weights. A custom cell
/// therefore has to be registered (<see cref="ModelFile.Register{T}"/>). Where they return sequences, their outputs are 0 at steps that a
/// mask leaves out.</para>
/// </remarks>
/// <example><code>
/// var model = new Sequential(
///     new Embedding(20_000, 128, maskZero: true), new Bidirectional(new LSTM(64, returnSequences: true)), new Bidirectional(new LSTM(64)),
///     new Dense(1, activation: "sigmoid"));
/// </code></example>
public sealed partial class Bidirectional : SequenceLayer
{
    /// <summary>Two directions of a recurrent layer.</summary>
    /// <param name="layer">
    /// What goes through sequences: an <see cref="LSTM"/>, a <see cref="GRU"/>, an <see cref="RNN"/> or the like.
    /// </param>
    /// <param name="mergeMode">What is made of the two outputs: <c>"concat"</c>, the default, <c>"sum"</c>, <c>"mul"</c>, <c>"ave"</c> or
    /// <see cref="MergeMode.None"/>.</param>
    /// <param name="backwardLayer">
    /// The layer of the other direction, which is taken itself and not copied; null for one like <paramref name="layer"/>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>bidirectional</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, (steps, features), where this is the first layer of a model.</param>
    /// <exception cref="ArgumentException">
    /// The two layers go the same way, or differ in whether they return sequences or states, or keep states.
    /// </exception>
    public Bidirectional(
        StepwiseLayer layer, MergeMode mergeMode = default, StepwiseLayer? backwardLayer = null, string? name = null,
        Shape? inputShape = null)
        : base(name, inputShape)
    {
        ArgumentNullException.ThrowIfNull(layer);
        MergeMode = mergeMode;
        StepwiseLayer forward = Copy(layer, "forward_", layer.GoBackwards), backward = backwardLayer ?? Copy(layer, "backward_", true);
        RequireOpposite(forward, backward);
        forward.ZeroMaskedOutputs();
        backward.ZeroMaskedOutputs();
        ForwardLayer = AddLayer(forward);
        BackwardLayer = AddLayer(backward);
    }

    /// <summary>What goes through sequences from their start.</summary>
    public StepwiseLayer ForwardLayer { get; }

    /// <summary>What goes through sequences from their end.</summary>
    public StepwiseLayer BackwardLayer { get; }

    /// <summary>What is made of the two outputs.</summary>
    public MergeMode MergeMode { get; }

    /// <summary>Whether the output has a row for each step, not only for the last one.</summary>
    public bool ReturnSequences => ForwardLayer.ReturnSequences;

    /// <summary>Whether the last states are outputs too, behind the output.</summary>
    public bool ReturnState => ForwardLayer.ReturnState;

    /// <summary>Whether a batch starts from the last states of the batch before.</summary>
    public bool Stateful => ForwardLayer.Stateful;

    /// <summary>Forgets the states that stateful layers kept: the next batch starts from zeros, and may have another size.</summary>
    /// <exception cref="InvalidOperationException">Another thread trains the layer.</exception>
    public void ResetStates()
    {
        ForwardLayer.ResetStates();
        BackwardLayer.ResetStates();
    }

    internal static Bidirectional FromConfig(ConfigReader reader)
    {
        StepwiseLayer layer = ReadLayer(reader, "layer") ?? throw reader.Wrong("layer", "a recurrent layer", null);
        MergeMode mode = reader.IsNull("merge_mode") ? MergeMode.None : reader.String("merge_mode", "concat")!;
        reader.Refuse("weights");
        return new Bidirectional(layer, mode, ReadLayer(reader, "backward_layer"), reader.String("name"));
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["merge_mode"] = MergeMode.Name;
        config["layer"] = ForwardLayer.ToConfig();
        config["backward_layer"] = BackwardLayer.ToConfig();
    }

    private static StepwiseLayer? ReadLayer(ConfigReader reader, string key) => reader.Node(key) is not { } node
        ? null : Read(node, "layer") as StepwiseLayer ?? throw reader.Wrong(key, "a recurrent layer", node);

    private static StepwiseLayer Copy(StepwiseLayer layer, string prefix, bool goesBackwards)
    {
        JsonObject config = layer.ToConfig();
        config.Remove("build_config");
        config.Remove("shared_object_id");
        JsonObject options = config["config"]!.AsObject();
        string name = layer.Name.StartsWith(prefix, StringComparison.Ordinal) ? layer.Name[prefix.Length..] : layer.Name;
        options["name"] = prefix + name;
        options["go_backwards"] = goesBackwards;
        return (StepwiseLayer)Layer.FromConfig(config);
    }

    private void RequireOpposite(StepwiseLayer forward, StepwiseLayer backward)
    {
        if (forward.GoBackwards == backward.GoBackwards)
        {
            throw new ArgumentException(
                $"{LayerArguments.Describe(this)}: expected two layers of which one goes backwards, but goBackwards of " +
                $"{LayerArguments.Describe(forward)} and of {LayerArguments.Describe(backward)} are both {forward.GoBackwards}.",
                "backwardLayer");
        }

        RequireSame("stateful", forward.Stateful, backward.Stateful);
        RequireSame("returnSequences", forward.ReturnSequences, backward.ReturnSequences);
        RequireSame("returnState", forward.ReturnState, backward.ReturnState);

        void RequireSame(string option, bool one, bool other)
        {
            if (one == other) return;
            throw new ArgumentException(
                $"{LayerArguments.Describe(this)}: expected two layers with the same {option} but it is {one} for " +
                $"{LayerArguments.Describe(forward)} and {other} for {LayerArguments.Describe(backward)}.", "backwardLayer");
        }
    }
}
