using System.Globalization;
using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>What all optimizers can do besides their own rule. Optimizers take these as arguments of their constructors.</summary>
/// <remarks>A custom optimizer passes them to the base constructor, which does the rest.</remarks>
public sealed record OptimizerOptions
{
    /// <summary>Sets the options; each has a default.</summary>
    /// <param name="weightDecay">
    /// Decoupled weight decay: each step first takes learning rate · this share off each weight; 0 or more, null for none.
    /// </param>
    /// <param name="clipNorm">Scales each gradient whose norm is larger down to this norm; above 0, null for none.</param>
    /// <param name="clipValue">Keeps each value of a gradient within ± this; above 0, null for none.</param>
    /// <param name="globalClipNorm">Scales all gradients down so that their common norm is at most this; above 0, null for none.</param>
    /// <param name="useEma">Whether to keep a moving average of each weight, which replaces the weight when training ends.</param>
    /// <param name="emaMomentum">How much of the moving average is kept each step, 0 to 1.</param>
    /// <param name="emaOverwriteFrequency">
    /// Steps after which the averages replace the weights each time, 1 or more; null: at the end.
    /// </param>
    /// <param name="lossScaleFactor">
    /// What the loss is multiplied by before its gradients are computed, which a step then divides by it; above 0, null for 1. Keeps tiny
    /// gradients from becoming 0. <c>Fit</c> does it; a custom loop calls <see cref="Optimizer.ScaleLoss"/>.
    /// </param>
    /// <param name="gradientAccumulationSteps">
    /// Steps whose gradients are averaged before the weights change; 2 or more, null for none.
    /// </param>
    /// <param name="name">The name; null for the class's name in snake_case.</param>
    public OptimizerOptions(
        double? weightDecay = null,
        double? clipNorm = null,
        double? clipValue = null,
        double? globalClipNorm = null,
        bool useEma = false,
        double emaMomentum = 0.99,
        int? emaOverwriteFrequency = null,
        double? lossScaleFactor = null,
        int? gradientAccumulationSteps = null,
        string? name = null)
    {
        WeightDecay = weightDecay;
        ClipNorm = clipNorm;
        ClipValue = clipValue;
        GlobalClipNorm = globalClipNorm;
        UseEma = useEma;
        EmaMomentum = emaMomentum;
        EmaOverwriteFrequency = emaOverwriteFrequency;
        LossScaleFactor = lossScaleFactor;
        GradientAccumulationSteps = gradientAccumulationSteps;
        Name = name;
    }

    /// <summary>
    /// Decoupled weight decay: each step first takes learning rate · this share off each weight; 0 or more, null for none.
    /// </summary>
    public double? WeightDecay { get; init => field = WrittenNumber.Rounded(value); }

    /// <summary>Scales each gradient whose norm is larger down to this norm; above 0, null for none.</summary>
    public double? ClipNorm { get; init => field = WrittenNumber.Rounded(value); }

    /// <summary>Keeps each value of a gradient within ± this; above 0, null for none.</summary>
    public double? ClipValue { get; init => field = WrittenNumber.Rounded(value); }

    /// <summary>Scales all gradients down so that their common norm is at most this; above 0, null for none.</summary>
    public double? GlobalClipNorm { get; init => field = WrittenNumber.Rounded(value); }

    /// <summary>Whether to keep a moving average of each weight, which replaces the weight when training ends.</summary>
    public bool UseEma { get; init; }

    /// <summary>How much of the moving average is kept each step, 0 to 1.</summary>
    public double EmaMomentum { get; init => field = WrittenNumber.Of(value); }

    /// <summary>Steps after which the averages replace the weights each time, 1 or more; null: at the end.</summary>
    public int? EmaOverwriteFrequency { get; init; }

    /// <summary>
    /// What the loss is multiplied by before its gradients are computed, which a step then divides by it; above 0, null for 1. Keeps tiny
    /// gradients from becoming 0. <c>Fit</c> does it; a custom loop calls <see cref="Optimizer.ScaleLoss"/>.
    /// </summary>
    public double? LossScaleFactor { get; init => field = WrittenNumber.Rounded(value); }

    /// <summary>Steps whose gradients are averaged before the weights change; 2 or more, null for none.</summary>
    public int? GradientAccumulationSteps { get; init; }

    /// <summary>The name; null for the class's name in snake_case.</summary>
    public string? Name { get; init; }

    /// <summary>Reads the options from the config of an optimizer.</summary>
    /// <param name="reader">The config.</param>
    /// <param name="weightDecay">Where the config says nothing.</param>
    internal static OptimizerOptions Read(ConfigReader reader, float? weightDecay = null)
    {
        reader.Ignore("jit_compile", "is_legacy_optimizer");
        return new OptimizerOptions(
            reader.OptionalFloat("weight_decay") ?? weightDecay,
            AboveZero("clipnorm"),
            AboveZero("clipvalue"),
            AboveZero("global_clipnorm"),
            reader.Bool("use_ema", false),
            reader.Double("ema_momentum", 0.99),
            Frequency("ema_overwrite_frequency"),
            reader.OptionalFloat("loss_scale_factor"),
            Frequency("gradient_accumulation_steps"),
            reader.String("name"));

        // To Keras 0 is the same as none.
        float? AboveZero(string key) => reader.OptionalFloat(key) is { } value && value != 0 ? value : null;
        int? Frequency(string key) => reader.OptionalInt(key) is { } value && value != 0 ? value : null;
    }

    /// <summary>Accepts the options only where they say nothing, for optimizers that leave them to another one.</summary>
    /// <exception cref="NotSupportedException">One is set.</exception>
    internal static void RefuseIn(ConfigReader reader)
    {
        reader.Refuse(
            "weight_decay", "clipnorm", "global_clipnorm", "clipvalue", "use_ema", "ema_overwrite_frequency", "loss_scale_factor",
            "gradient_accumulation_steps");
        reader.Ignore("ema_momentum", "learning_rate", "jit_compile", "is_legacy_optimizer");
    }

    /// <summary>Adds the options to a config, in Keras's names.</summary>
    internal void Write(JsonObject config)
    {
        config["weight_decay"] = (float?)WeightDecay;
        config["clipnorm"] = (float?)ClipNorm;
        config["global_clipnorm"] = (float?)GlobalClipNorm;
        config["clipvalue"] = (float?)ClipValue;
        config["use_ema"] = UseEma;
        config["ema_momentum"] = EmaMomentum;
        config["ema_overwrite_frequency"] = EmaOverwriteFrequency;
        config["loss_scale_factor"] = (float?)LossScaleFactor;
        config["gradient_accumulation_steps"] = GradientAccumulationSteps;
    }

    /// <summary>Checks the ranges; errors name the optimizer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="ArgumentException">More than one kind of clipping is asked for.</exception>
    internal void Check(string optimizer)
    {
        if (Name is not null) GivenName.OfAny(optimizer, Name);
        Require(WeightDecay is >= 0, "weightDecay", WeightDecay, "a weight decay of 0 or more");
        Require(ClipNorm is > 0, "clipNorm", ClipNorm, "a norm above 0");
        Require(ClipValue is > 0, "clipValue", ClipValue, "a limit above 0");
        Require(GlobalClipNorm is > 0, "globalClipNorm", GlobalClipNorm, "a norm above 0");
        Require((float)EmaMomentum is >= 0 and <= 1, "emaMomentum", EmaMomentum, "a momentum from 0 to 1");
        RequireSteps(
            EmaOverwriteFrequency is null or >= 1, "emaOverwriteFrequency", EmaOverwriteFrequency, "a number of steps of 1 or more");

        // Gradients are divided by it: of the smallest floats the inverse is infinite.
        Require(LossScaleFactor is > 0 && float.IsFinite(Unscale!.Value), "lossScaleFactor", LossScaleFactor, "a finite factor above 0");
        RequireSteps(
            GradientAccumulationSteps is null or >= 2, "gradientAccumulationSteps", GradientAccumulationSteps,
            "a number of steps of 2 or more");
        int clippings = (ClipNorm is null ? 0 : 1) + (ClipValue is null ? 0 : 1) + (GlobalClipNorm is null ? 0 : 1);
        if (clippings > 1)
        {
            throw new ArgumentException(
                $"{optimizer}: expected at most one of clipNorm, clipValue and globalClipNorm but got clipNorm {Text(ClipNorm)}, " +
                $"clipValue {Text(ClipValue)}, globalClipNorm {Text(GlobalClipNorm)}. Choose one.");
        }

        static string Text(double? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "null";

        void Require(bool holds, string name, double? value, string expected)
        {
            if (value is { } number) OptionNumber.Where(holds, optimizer, number, $"{expected} as {name}", name);
        }

        void RequireSteps(bool holds, string name, int? value, string expected)
        {
            if (!holds) throw new ArgumentOutOfRangeException(name, $"{optimizer}: expected {expected} as {name} but got {value}.");
        }
    }

    /// <summary>What takes the scale of the loss off gradients again; null where there is none.</summary>
    internal float? Unscale => LossScaleFactor is { } factor ? 1f / (float)factor : null;

    /// <summary>How the gradient of one variable is to be read.</summary>
    /// <param name="gradient">Before any scaling.</param>
    /// <param name="touched">Where it may be anything but zero; null for everywhere.</param>
    /// <param name="scale">What all gradients are scaled by, or null.</param>
    internal GradientRule RuleFor(ReadOnlySpan<float> gradient, TouchedBlocks? touched, float? scale)
    {
        if (ClipNorm is not { } limit) return new GradientRule(scale, (float?)ClipValue) { Touched = touched };
        double norm = Math.Sqrt(GradientNorm.SumOfSquares(gradient, touched)) * (scale ?? 1f);
        return new GradientRule((scale ?? 1f) * ClipScale(norm, (float)limit)) { Touched = touched };
    }

    /// <summary>What brings a norm down to a limit: 1 where it is not above it.</summary>
    internal static float ClipScale(double norm, float limit) => (float)(limit / Math.Max(norm, limit));
}
