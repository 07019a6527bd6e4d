using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Layers.Extremes;

/// <summary>What is right for some arguments of a layer.</summary>
internal enum Outcome
{
    /// <summary>A documented exception: no such layer, no such shape, or more values than an array holds.</summary>
    Refused,

    /// <summary>It works and takes more memory than a test should.</summary>
    Large,

    /// <summary>What the reference computes.</summary>
    Result,
}

/// <summary>One layer with its arguments, some of them extreme, and small inputs.</summary>
/// <param name="Layer">Keras's class name.</param>
/// <param name="Create">Calls the constructor.</param>
/// <param name="Config">Keras's config of the same layer: what Create is given, under Keras's names.</param>
/// <param name="Inputs">Batch axis first.</param>
/// <param name="Outcome">What is right, worked out without the library.</param>
internal sealed record ExtremeCase(string Layer, Func<Layer> Create, JsonObject Config, Shape[] Inputs, Outcome Outcome)
{
    /// <summary>The output, and gradients where the reference has them.</summary>
    public required Func<ExtremeValues, ExtremeResult> Reference { get; init; }

    /// <summary>Inputs are whole numbers from 0 to before this, as ids are; 0 for any numbers.</summary>
    public int Ids { get; init; }

    public override string ToString() => $"{Layer} {Config.ToJsonString()} on {string.Join(", ", Inputs)}: {Outcome}";

    /// <summary>What a result of so many values, and weights of so many, are: refused, large, or to be computed.</summary>
    public static Outcome Judge(params ReadOnlySpan<Int128> sizes)
    {
        const int Small = 1 << 16;
        var outcome = Outcome.Result;
        foreach (Int128 size in sizes)
        {
            if (size > Array.MaxLength) return Outcome.Refused;
            if (size > Small) outcome = Outcome.Large;
        }

        return outcome;
    }
}

/// <summary>What a layer is given: inputs, weights as <see cref="Layer.Weights"/> orders them, and the gradient of its output.</summary>
internal sealed record ExtremeValues(double[][] Inputs, double[][] Weights, double[] OutputGradient)
{
    public double[] X => Inputs[0];
}

/// <summary>What a layer is to give. Gradients are null where the reference has none.</summary>
internal sealed record ExtremeResult(double[] Output, double[]? InputGradient = null, double[][]? WeightGradients = null)
{
    /// <summary>A result whose value i is input <paramref name="sources"/>[i], or 0 for -1.</summary>
    public static ExtremeResult Moved(ExtremeValues values, int[] sources)
    {
        var gradient = new double[values.X.Length];
        for (int i = 0; i < sources.Length; i++)
        {
            if (sources[i] >= 0) gradient[sources[i]] += values.OutputGradient[i];
        }

        return new ExtremeResult([.. sources.Select(source => source < 0 ? 0 : values.X[source])], gradient);
    }
}
