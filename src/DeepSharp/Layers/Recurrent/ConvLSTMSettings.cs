using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>The options that all convolutional LSTMs have, as their constructors and configs give them.</summary>
internal sealed record ConvLSTMSettings(
    int Filters, SlidingWindow Window, DataFormat DataFormat, Activation Activation, Activation RecurrentActivation, bool UseBias,
    WeightOptions Kernel, WeightOptions Recurrent, WeightOptions Bias, bool UnitForgetBias,
    float Dropout, float RecurrentDropout, long? Seed)
{
    /// <summary>Reads them.</summary>
    /// <param name="reader">The layer's config.</param>
    /// <param name="axes">Over how many axes the window slides.</param>
    public static ConvLSTMSettings Read(ConfigReader reader, int axes) => new(
        reader.Int("filters"),
        SpatialConfig.ReadKernel(reader, axes),
        SpatialConfig.ReadFormat(reader),
        RecurrentSettings.ReadActivation(reader, "activation", Activation.Tanh),
        RecurrentSettings.ReadActivation(reader, "recurrent_activation", Activation.Sigmoid),
        reader.Bool("use_bias", true),
        WeightOptions.ReadKernel(reader),
        WeightOptions.Read(reader, "recurrent", "orthogonal"),
        WeightOptions.ReadBias(reader),
        reader.Bool("unit_forget_bias", true),
        reader.Float("dropout", 0f),
        reader.Float("recurrent_dropout", 0f),
        reader.OptionalLong("seed"));

    /// <summary>Writes them.</summary>
    public void Write(JsonObject config)
    {
        config["filters"] = Filters;
        SpatialConfig.WriteKernel(config, Window, DataFormat);
        config["activation"] = Activation.ToConfig();
        config["recurrent_activation"] = RecurrentActivation.ToConfig();
        config["use_bias"] = UseBias;
        config["unit_forget_bias"] = UnitForgetBias;
        WeightOptions.WriteWithActivity(config, Kernel, Recurrent, Bias);
        config["dropout"] = Dropout;
        config["recurrent_dropout"] = RecurrentDropout;
        config["seed"] = Seed;
    }
}
