using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>The options that all recurrent layers have, as their constructors and configs give them.</summary>
internal sealed record RecurrentSettings(
    int Units, Activation Activation, bool UseBias,
    WeightOptions Kernel, WeightOptions Recurrent, WeightOptions Bias,
    float Dropout, float RecurrentDropout, long? Seed, StepwiseOptions Stepwise)
{
    public Regularizer? ActivityRegularizer { get; init; }

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
            StepwiseOptions.Read(reader));
    }

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
