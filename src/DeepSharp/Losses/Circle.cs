using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial record Loss
{
    /// <summary>
    /// Pulls rows of the same label together and pushes others apart, those most that are furthest from where they belong (Sun et al.
    /// 2020). Targets are labels, (batch,); predictions are rows of length 1, (batch, features), such as UnitNormalization gives.
    /// </summary>
    /// <remarks>
    /// A row is compared with all others of its batch. One without any of its label, or without any of another, costs nothing and is left
    /// out of the mean, as in Keras. Rows are not scaled to length 1 here.
    /// </remarks>
    /// <param name="gamma">How sharply distances count; above 0.</param>
    /// <param name="margin">How near rows of a label should come, and others stay away; a number from 0 to 1 for rows of length 1.</param>
    /// <param name="removeDiagonal">Whether a row is not compared with itself.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <param name="name">Keras's name, or another.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <example><code>
    /// model.Compile("adam", Loss.Circle(gamma: 64));
    /// </code></example>
    public static Loss Circle(
        double gamma = 80, double margin = 0.4, bool removeDiagonal = true, Reduction reduction = default,
        string name = "circle") =>
        new CircleLoss(
            OptionNumber.Where((float)gamma > 0, "Circle", gamma, "a gamma above 0"), OptionNumber.Finite("Circle", margin), removeDiagonal,
            reduction, name);
}

/// <summary>Pulls rows of the same label together and pushes others apart.</summary>
internal sealed record CircleLoss(float Gamma, float Margin, bool RemoveDiagonal, Reduction Reduction, string Name) : Loss(Name, Reduction)
{
    private readonly Derived<CircleOp> _op = new(new CircleOp(Gamma, Margin, RemoveDiagonal));

    public override string ClassName => "Circle";

    public static Loss Read(ConfigReader reader) =>
        Circle(reader.Float("gamma", 80f), reader.Float("margin", 0.4f), reader.Bool("remove_diagonal", true));

    public override Tensor PerSample(Tensor target, Tensor prediction)
    {
        if (prediction.Rank == 2) return Tape.Run(_op.Value, target, prediction.MatMul(prediction.Transpose()));
        throw new ShapeException($"expected predictions of rank 2, (batch, features), but got {prediction.Shape}.");
    }

    // Rows that cost nothing count as if masked.
    private protected override Tensor? WeightsOf(Tensor target, Tensor losses, Tensor? mask, Tensor? sampleWeight)
    {
        Tensor costs = losses.Greater(0);
        return base.WeightsOf(target, losses, mask is null ? costs : costs * mask, sampleWeight);
    }

    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        (config["gamma"], config["margin"], config["remove_diagonal"]) = (Gamma, Margin, RemoveDiagonal);
    }
}
