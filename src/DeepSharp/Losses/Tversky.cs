using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Loss
{
    /// <summary>
    /// 1 - I/(I + α·(Σ t - I) + β·(Σ p - I)) with I = Σ t·p: <see cref="Dice"/> where what is missed and what is wrongly said may count
    /// differently (Salehi et al. 2017).
    /// </summary>
    /// <remarks>The sums are over the whole batch unless <paramref name="axis"/> says otherwise, see <see cref="Dice"/>.</remarks>
    /// <param name="alpha">How much missed positives count, 0 or more.</param>
    /// <param name="beta">How much false positives count, 0 or more.</param>
    /// <param name="reduction">How losses become one number.</param>
    /// <param name="name">Keras's name, or another.</param>
    /// <param name="axis">The axes that the sums are over, of which 0 is the batch; null for all.</param>
    /// <exception cref="ArgumentOutOfRangeException">A weight is below 0 or not finite.</exception>
    public static Loss Tversky(
        double alpha = 0.5, double beta = 0.5, Reduction reduction = default, string name = "tversky",
        int[]? axis = null) =>
        new TverskyLoss(
            OptionNumber.NotNegative("Tversky", alpha), OptionNumber.NotNegative("Tversky", beta), ValueList<int>.Of(axis), reduction,
            name);
}

/// <summary>1 - I/(I + α·(Σ t - I) + β·(Σ p - I)) with I = Σ t·p.</summary>
internal sealed record TverskyLoss(float Alpha, float Beta, ValueList<int>? Axis, Reduction Reduction, string Name)
    : OverlapLoss(Axis, Reduction, Name)
{
    private readonly Derived<Op> _op = new(new PairLossOp<TverskyError>("tversky", new TverskyError(Alpha, Beta), Axis?.Count));

    public override string ClassName => "Tversky";

    private protected override Op Op => _op.Value;

    public static Loss Read(ConfigReader reader) =>
        Tversky(reader.Float("alpha", 0.5f), reader.Float("beta", 0.5f), axis: AxisIn(reader));

    protected override void WriteConfig(JsonObject config)
    {
        base.WriteConfig(config);
        (config["alpha"], config["beta"]) = (Alpha, Beta);
    }
}
