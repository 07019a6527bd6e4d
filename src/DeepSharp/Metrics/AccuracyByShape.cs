namespace DeepSharp;

/// <summary>What the string "accuracy" stands for: that of yes or no, of labels or of one-hot rows.</summary>
internal sealed class AccuracyByShape() : MetricByShape("accuracy")
{
    public override bool? LargerIsBetter => true;

    private protected override string Family => "Accuracy";

    private protected override Metric OfKind(int kind) => kind switch
    {
        Binary => BinaryAccuracy(name: Name),
        Sparse => SparseCategoricalAccuracy(Name),
        Categorical => CategoricalAccuracy(Name),
        _ => throw Unknown(kind),
    };
}
