using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>The options that all recurrent layers have, as their constructors and configs give them.</summary>
internal sealed record RecurrentSettings(
    int Units, Activation Activation, bool UseBias,
    Initializer KernelInitializer, Initializer RecurrentInitializer, Initializer BiasInitializer,
    float Dropout, float RecurrentDropout, long? Seed, bool ReturnSequences, bool ReturnState, bool GoBackwards, bool Stateful)
{
    public Regularizer? KernelRegularizer { get; init; }

    public Regularizer? RecurrentRegularizer { get; init; }

    public Regularizer? BiasRegularizer { get; init; }

    public Regularizer? ActivityRegularizer { get; init; }

    public Constraint? KernelConstraint { get; init; }

    public Constraint? RecurrentConstraint { get; init; }

    public Constraint? BiasConstraint { get; init; }

    /// <summary>Written to the config and otherwise ignored: steps are always taken one after the other.</summary>
    public bool Unroll { get; init; }

    /// <summary>The output of a masked step is 0 instead of the output before: what Bidirectional asks of its layers.</summary>
    public bool ZeroOutputForMask { get; init; }

    /// <summary>Reads the keys that all recurrent layers have.</summary>
    public static RecurrentSettings Read(ConfigReader reader)
    {
        reader.Ignore("use_cudnn");
        return new RecurrentSettings(
            reader.Int("units"),
            ReadActivation(reader, "activation", Activation.Tanh),
            reader.Bool("use_bias", true),
            Initializer.Read(reader, "kernel_initializer", "glorot_uniform"),
            Initializer.Read(reader, "recurrent_initializer", "orthogonal"),
            Initializer.Read(reader, "bias_initializer", Initializer.Zeros),
            reader.Float("dropout", 0f),
            reader.Float("recurrent_dropout", 0f),
            reader.OptionalLong("seed"),
            reader.Bool("return_sequences", false),
            reader.Bool("return_state", false),
            reader.Bool("go_backwards", false),
            reader.Bool("stateful", false))
        {
            KernelRegularizer = Regularizer.Read(reader, "kernel_regularizer"),
            RecurrentRegularizer = Regularizer.Read(reader, "recurrent_regularizer"),
            BiasRegularizer = Regularizer.Read(reader, "bias_regularizer"),
            KernelConstraint = Constraint.Read(reader, "kernel_constraint"),
            RecurrentConstraint = Constraint.Read(reader, "recurrent_constraint"),
            BiasConstraint = Constraint.Read(reader, "bias_constraint"),
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
        config["kernel_initializer"] = KernelInitializer.ToConfig();
        config["recurrent_initializer"] = RecurrentInitializer.ToConfig();
        config["bias_initializer"] = BiasInitializer.ToConfig();
        config["kernel_regularizer"] = KernelRegularizer?.ToConfig();
        config["recurrent_regularizer"] = RecurrentRegularizer?.ToConfig();
        config["bias_regularizer"] = BiasRegularizer?.ToConfig();
        config["kernel_constraint"] = KernelConstraint?.ToConfig();
        config["recurrent_constraint"] = RecurrentConstraint?.ToConfig();
        config["bias_constraint"] = BiasConstraint?.ToConfig();
        config["dropout"] = Dropout;
        config["recurrent_dropout"] = RecurrentDropout;
        config["seed"] = Seed;
    }
}
