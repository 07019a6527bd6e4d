using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>What all layers that go through sequences step by step are told, whatever they do at a step.</summary>
/// <param name="ReturnSequences">Whether the output has a row for each step.</param>
/// <param name="ReturnState">Whether the last states are outputs too.</param>
/// <param name="GoBackwards">Whether the sequence is taken from its end.</param>
/// <param name="Stateful">Whether a batch starts from the last states of the batch before.</param>
internal sealed record StepwiseOptions(bool ReturnSequences, bool ReturnState, bool GoBackwards, bool Stateful)
{
    /// <summary>Written to the config and otherwise ignored: steps are always taken one after the other.</summary>
    public bool Unroll { get; init; }

    /// <summary>The output of a masked step is 0 instead of the output before: what Bidirectional asks of its layers.</summary>
    public bool ZeroOutputForMask { get; init; }

    /// <summary>How sequences are gone through.</summary>
    public SequenceForm Form => new(ReturnsSequences: ReturnSequences, IsReversed: GoBackwards, ZeroesMasked: ZeroOutputForMask);

    /// <summary>Reads them.</summary>
    public static StepwiseOptions Read(ConfigReader reader) => new(
        reader.Bool("return_sequences", false),
        reader.Bool("return_state", false),
        reader.Bool("go_backwards", false),
        reader.Bool("stateful", false))
    {
        Unroll = reader.Bool("unroll", false),
        ZeroOutputForMask = reader.Bool("zero_output_for_mask", false),
    };

    /// <summary>Writes them.</summary>
    public void Write(JsonObject config)
    {
        config["return_sequences"] = ReturnSequences;
        config["return_state"] = ReturnState;
        config["go_backwards"] = GoBackwards;
        config["stateful"] = Stateful;
        config["unroll"] = Unroll;
        config["zero_output_for_mask"] = ZeroOutputForMask;
    }
}
