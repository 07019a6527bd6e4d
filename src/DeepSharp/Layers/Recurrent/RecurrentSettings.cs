using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>The options that recurrent layers and cells have, as their constructors and configs give them.</summary>
internal sealed record RecurrentSettings(
    int Units, Activation Activation, bool UseBias,
    WeightOptions Kernel, WeightOptions Recurrent, WeightOptions Bias,
    float Dropout, float RecurrentDropout, long? Seed)
{
    /// <summary>What the gates go through, of units that have some.</summary>
    public Activation RecurrentActivation { get; init; } = Activation.Sigmoid;

    /// <summary>Of an LSTM: whether the bias of the forget gates starts at 1.</summary>
    public bool UnitForgetBias { get; init; } = true;

    /// <summary>Of a GRU: whether the reset gate acts on the state's products, or on the state before them.</summary>
    public bool ResetAfter { get; init; } = true;

    /// <summary>A recurrent kernel; null for <c>orthogonal</c>.</summary>
    public static WeightOptions RecurrentKernel(Initializer? initializer, Regularizer? regularizer, Constraint? constraint) =>
        new("recurrent", initializer ?? "orthogonal", regularizer, constraint);

    /// <summary>Reads the keys that all recurrent layers and cells have.</summary>
    public static RecurrentSettings Read(ConfigReader reader) => new(
        reader.Int("units"),
        ReadActivation(reader, "activation", Activation.Tanh),
        reader.Bool("use_bias", true),
        WeightOptions.ReadKernel(reader),
        WeightOptions.Read(reader, "recurrent", "orthogonal"),
        WeightOptions.ReadBias(reader),
        reader.Float("dropout", 0f),
        reader.Float("recurrent_dropout", 0f),
        reader.OptionalLong("seed"));

    /// <summary>Reads those of an LSTM.</summary>
    public static RecurrentSettings ReadLstm(ConfigReader reader) => Read(reader) with
    {
        RecurrentActivation = ReadActivation(reader, "recurrent_activation", Activation.Sigmoid),
        UnitForgetBias = reader.Bool("unit_forget_bias", true),
    };

    /// <summary>Reads those of a GRU.</summary>
    public static RecurrentSettings ReadGru(ConfigReader reader) => Read(reader) with
    {
        RecurrentActivation = ReadActivation(reader, "recurrent_activation", Activation.Sigmoid),
        ResetAfter = reader.Bool("reset_after", true),
    };

    /// <summary>An activation of which null stands for none, and only a missing key for the default.</summary>
    public static Activation ReadActivation(ConfigReader reader, string key, Activation missing) =>
        reader.Has(key) || reader.IsNull(key) ? Activation.Read(reader, key) : missing;

    public void Write(JsonObject config)
    {
        config["units"] = Units;
        config["activation"] = Activation.ToConfig();
        config["use_bias"] = UseBias;
        WeightOptions.Write(config, Kernel, Recurrent, Bias);
        config["dropout"] = Dropout;
        config["recurrent_dropout"] = RecurrentDropout;
        config["seed"] = Seed;
    }
}
