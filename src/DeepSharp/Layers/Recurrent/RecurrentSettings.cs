using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>The options that all recurrent layers have, as their constructors and configs give them.</summary>
internal sealed record RecurrentSettings(
    int Units, Activation Activation, bool UseBias,
    WeightOptions Kernel, WeightOptions Recurrent, WeightOptions Bias,
    float Dropout, float RecurrentDropout, long? Seed, bool ReturnSequences, bool ReturnState, bool GoBackwards, bool Stateful)
{
    public Regularizer? ActivityRegularizer { get; init; }

    /// <summary>Written to the config and otherwise ignored: steps are always taken one after the other.</summary>
    public bool Unroll { get; init; }

    /// <summary>The output of a masked step is 0 instead of the output before: what Bidirectional asks of its layers.</summary>
    public bool ZeroOutputForMask { get; init; }

    /// <summary>A recurrent kernel; null for <c>orthogonal</c>.</summary>
    public static WeightOptions RecurrentKernel(Initializer? initializer, Regularizer? regularizer, Constraint? constraint) =>
        new("recurrent", initializer ?? "orthogonal", regularizer, constraint);

    /// <summary>Reads the keys that all recurrent layers have.</summary>
    public static RecurrentSettings Read(ConfigReader reader)
    {
        reader.Ignore("use_cudnn");
        return new RecurrentSettings(
            reader.Int("units"),
            ReadActivation(reader, "activation", Activation.Tanh),
            reader.Bool("use_bias", true),
            WeightOptions.ReadKernel(reader),
            WeightOptions.Read(reader, "recurrent", "orthogonal"),
            WeightOptions.ReadBias(reader),
            reader.Float("dropout", 0f),
            reader.Float("recurrent_dropout", 0f),
            reader.OptionalLong("seed"),
            reader.Bool("return_sequences", false),
            reader.Bool("return_state", false),
            reader.Bool("go_backwards", false),
            reader.Bool("stateful", false))
        {
            Unroll = reader.Bool("unroll", false),
            ZeroOutputForMask = reader.Bool("zero_output_for_mask", false),
        };
    }

    /// <summary>An activation of which null stands for none, and only a missing key for the default.</summary>
    public static Activation ReadActivation(ConfigReader reader, string key, Activation missing) =>
        reader.Has(key) || reader.IsNull(key) ? Activation.Read(reader, key) : missing;

    public void Write(JsonObject config)
    {
        config["return_sequences"] = ReturnSequences;
        config["return_state"] = ReturnState;
        config["go_backwards"] = GoBackwards;
        config["stateful"] = Stateful;
        config["unroll"] = Unroll;
        config["zero_output_for_mask"] = ZeroOutputForMask;
        config["units"] = Units;
        config["activation"] = Activation.ToConfig();
        config["use_bias"] = UseBias;
        WeightOptions.Write(config, Kernel, Recurrent, Bias);
        config["dropout"] = Dropout;
        config["recurrent_dropout"] = RecurrentDropout;
        config["seed"] = Seed;
    }
}
