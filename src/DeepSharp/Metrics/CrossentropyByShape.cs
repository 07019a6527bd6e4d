namespace DeepSharp;

/// <summary>What the string "crossentropy" stands for: that of yes or no, of labels or of one-hot rows.</summary>
internal sealed class CrossentropyByShape() : MetricByShape("crossentropy")
{
    public override bool? LargerIsBetter => false;

    private protected override string Family => "Crossentropy";

    private protected override Metric OfKind(int kind) => kind switch
    {
        Binary => BinaryCrossentropy(Name),
        Sparse => SparseCategoricalCrossentropy(Name),
        Categorical => CategoricalCrossentropy(Name),
        _ => throw Unknown(kind),
    };
}
