using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial record Initializer
{
    /// <summary>
    /// Values whose variance is <paramref name="scale"/> / n, with n by <paramref name="mode"/>: the general form of Glorot, He and LeCun.
    /// </summary>
    /// <param name="scale">Above 0.</param>
    /// <param name="mode"><c>fan_in</c>, <c>fan_out</c> or <c>fan_avg</c>: inputs, outputs, or their mean.</param>
    /// <param name="distribution"><c>truncated_normal</c>, <c>untruncated_normal</c> or <c>uniform</c>.</param>
    /// <param name="seed">For the same values each time; null for the process's stream.</param>
    /// <exception cref="ArgumentException">An argument is none of these.</exception>
    public static Initializer VarianceScaling(
        double scale = 1, string mode = "fan_in", string distribution = "truncated_normal", int? seed = null) =>
        new VarianceScalingInitializer("VarianceScaling", scale, mode, distribution, seed);

    /// <summary>Evenly within ±√(6 / (inputs + outputs)). Keras's default for kernels. Glorot and Bengio 2010, equation 16.</summary>
    public static Initializer GlorotUniform(int? seed = null) => VarianceScalingInitializer.Named("GlorotUniform", seed);

    /// <summary>Truncated normal with variance 2 / (inputs + outputs). Glorot and Bengio 2010.</summary>
    public static Initializer GlorotNormal(int? seed = null) => VarianceScalingInitializer.Named("GlorotNormal", seed);

    /// <summary>Evenly within ±√(6 / inputs). He et al. 2015.</summary>
    public static Initializer HeUniform(int? seed = null) => VarianceScalingInitializer.Named("HeUniform", seed);

    /// <summary>Truncated normal with variance 2 / inputs, for layers followed by ReLU. He et al. 2015, equation 10.</summary>
    public static Initializer HeNormal(int? seed = null) => VarianceScalingInitializer.Named("HeNormal", seed);

    /// <summary>Evenly within ±√(3 / inputs). LeCun et al. 1998.</summary>
    public static Initializer LecunUniform(int? seed = null) => VarianceScalingInitializer.Named("LecunUniform", seed);

    /// <summary>Truncated normal with variance 1 / inputs, for SELU. LeCun et al. 1998.</summary>
    public static Initializer LecunNormal(int? seed = null) => VarianceScalingInitializer.Named("LecunNormal", seed);
}

/// <summary>Values whose variance is scale / n, n being the inputs, the outputs, or their mean.</summary>
internal sealed record VarianceScalingInitializer : Initializer
{
    // The standard deviation of a unit normal distribution cut at two: what is cut is made up for.
    private const double TruncatedDeviation = 0.87962566103423978;

    private static readonly NameTable<(float Scale, string Mode, string Distribution)> s_named = new(
        "initializer",
        ("GlorotUniform", (1f, "fan_avg", "uniform")),
        ("GlorotNormal", (1f, "fan_avg", "truncated_normal")),
        ("HeUniform", (2f, "fan_in", "uniform")),
        ("HeNormal", (2f, "fan_in", "truncated_normal")),
        ("LecunUniform", (1f, "fan_in", "uniform")),
        ("LecunNormal", (1f, "fan_in", "truncated_normal")));

    public VarianceScalingInitializer(string className, double scale, string mode, string distribution, long? seed)
    {
        Scale = OptionNumber.Where((float)scale > 0, "VarianceScaling", scale, "a scale above 0");
        if (mode is not ("fan_in" or "fan_out" or "fan_avg"))
        {
            throw new ArgumentException($"VarianceScaling: expected the mode fan_in, fan_out or fan_avg but got '{mode}'.", nameof(mode));
        }

        if (distribution == "normal") distribution = "truncated_normal";
        if (distribution is not ("truncated_normal" or "untruncated_normal" or "uniform"))
        {
            throw new ArgumentException(
                $"VarianceScaling: expected the distribution truncated_normal, untruncated_normal or uniform but got '{distribution}'.",
                nameof(distribution));
        }

        (ClassName, Mode, Distribution, OwnSeed) = (className, mode, distribution, seed);
    }

    public override string ClassName { get; }

    public float Scale { get; }

    public string Mode { get; }

    public string Distribution { get; }

    public long? OwnSeed { get; }

    /// <summary>The axes of a weight that are its inputs; null for those of a kernel.</summary>
    public AxisList? InputAxes { get; init; }

    /// <summary>The axes of a weight that are its outputs; null for those of a kernel.</summary>
    public AxisList? OutputAxes { get; init; }

    protected override long? Seed => OwnSeed;

    public static Initializer Named(string className, long? seed)
    {
        (float scale, string mode, string distribution) = s_named[className];
        return new VarianceScalingInitializer(className, scale, mode, distribution, seed);
    }

    public static Func<ConfigReader, Initializer> Reader(string className) => reader =>
    {
        (AxisList? inputAxes, AxisList? outputAxes) = (AxisList.Read(reader, "input_axes"), AxisList.Read(reader, "output_axes"));
        var initializer = (VarianceScalingInitializer)Named(className, reader.OptionalLong("seed"));
        return initializer with { InputAxes = inputAxes, OutputAxes = outputAxes };
    };

    public static Initializer Read(ConfigReader reader)
    {
        return new VarianceScalingInitializer(
            "VarianceScaling", reader.Float("scale", 1f), reader.String("mode", "fan_in")!,
            reader.String("distribution", "truncated_normal")!, reader.OptionalLong("seed"))
        {
            InputAxes = AxisList.Read(reader, "input_axes"),
            OutputAxes = AxisList.Read(reader, "output_axes"),
        };
    }

    internal override Initializer ForAxes(int[] inputAxes, int[] outputAxes) =>
        InputAxes is null || OutputAxes is null ? this with { InputAxes = new(inputAxes), OutputAxes = new(outputAxes) } : this;

    protected override void Fill(Span<float> values, Shape shape, RandomStream random)
    {
        Fans fans = InputAxes is { } inputs && OutputAxes is { } outputs
            ? new Fans(inputs.Lengths(shape), outputs.Lengths(shape)) : Fans.Of(shape);
        double n = Math.Max(1, Mode switch { "fan_in" => fans.In, "fan_out" => fans.Out, _ => (fans.In + fans.Out) / 2 });
        double variance = Scale / n;
        switch (Distribution)
        {
            case "uniform":
                float limit = (float)Math.Sqrt(3 * variance);
                random.FillUniform(values, -limit, limit);
                break;
            case "untruncated_normal":
                random.FillNormal(values, 0f, (float)Math.Sqrt(variance));
                break;
            default:
                random.FillTruncatedNormal(values, 0f, (float)(Math.Sqrt(variance) / TruncatedDeviation));
                break;
        }
    }

    protected override JsonObject GetConfig()
    {
        var config = new JsonObject();
        if (ClassName == "VarianceScaling") (config["scale"], config["mode"], config["distribution"]) = (Scale, Mode, Distribution);
        (config["seed"], config["input_axes"], config["output_axes"]) = (OwnSeed, InputAxes?.ToConfig(), OutputAxes?.ToConfig());
        return config;
    }
}
