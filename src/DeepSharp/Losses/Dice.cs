using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Loss
{
    /// <summary>1 - 2·Σ t·p / (Σ t + Σ p): how little targets and predictions lie over each other, as for the parts of images.</summary>
    /// <remarks>
    /// The sums are over the whole batch unless <paramref name="axis"/> says otherwise, and the loss is then one number, whatever the
    /// reduction; weights of samples count by their mean, as in Keras. <c>axis: [1, 2, 3]</c> gives one loss a sample for images.
    /// </remarks>
    /// <param name="reduction">How losses become one number.</param>
    /// <param name="name">Keras's name, or another.</param>
    /// <param name="axis">The axes that the sums are over, of which 0 is the batch; null for all.</param>
    /// <example><code>model.Compile("adam", Loss.Dice(axis: [1, 2]));</code></example>
    public static Loss Dice(Reduction reduction = default, string name = "dice", int[]? axis = null) =>
        new DiceLoss(ValueList<int>.Of(axis), reduction, name);
}

/// <summary>1 - 2·Σ t·p / (Σ t + Σ p).</summary>
internal sealed record DiceLoss(ValueList<int>? Axis, Reduction Reduction, string Name) : OverlapLoss(Axis, Reduction, Name)
{
    private readonly Derived<Op> _op = new(new PairLossOp<DiceError>("dice", new DiceError(), Axis?.Count));

    public override string ClassName => "Dice";

    private protected override Op Op => _op.Value;

    public static Loss Read(ConfigReader reader) => Dice(axis: AxisIn(reader));
}
