using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Loss
{
    /// <summary>The mean of ½e² for errors |e| up to delta and delta·(|e| - ½delta) beyond: squared near 0, straight far out.</summary>
    /// <param name="delta">Where the two meet; above 0.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <param name="name">Keras's name, or another.</param>
    /// <exception cref="ArgumentOutOfRangeException">Delta is not above 0, or not finite.</exception>
    public static Loss Huber(double delta = 1, Reduction reduction = default, string name = "huber_loss") =>
        new HuberLoss(OptionNumber.Where((float)delta > 0, "Huber", delta, "a delta above 0"), reduction, name);
}

/// <summary>½e² for errors |e| up to delta and delta·(|e| - ½delta) beyond, averaged over the last axis. Huber 1964.</summary>
internal sealed record HuberLoss(float Delta, Reduction Reduction, string Name) : Loss(Name, Reduction)
{
    private readonly Derived<Op> _op = new(new ElementLossOp<HuberError>("huber", new HuberError(Delta)));

    public override string ClassName => "Huber";

    public static Loss Read(ConfigReader reader) => Huber(reader.Float("delta", 1f));

    public override Tensor PerSample(Tensor target, Tensor prediction) => Tape.Run(_op.Value, target, prediction);

    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["delta"] = Delta;
    }
}
