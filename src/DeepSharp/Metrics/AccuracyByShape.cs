using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>
/// What the string "accuracy" stands for: binary, categorical or sparse categorical accuracy, by the shapes of the first batch. Keras's
/// rule: one output is binary; targets with an axis less, or whose last axis is 1, are labels; else one-hot.
/// </summary>
internal sealed class AccuracyByShape() : Metric("accuracy")
{
    private Metric? _chosen;

    public override string ClassName => _chosen?.ClassName ?? "Accuracy";

    public override bool? LargerIsBetter => true;

    public override double Result => _chosen?.Result ?? 0;

    public override void Reset() => _chosen?.Reset();

    public override void Update(Tensor target, Tensor prediction, Tensor? sampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(prediction);
        _chosen ??= Choose(target.Shape, prediction.Shape);
        _chosen.Update(target, prediction, sampleWeight);
    }

    internal override void CheckShapes(Shape target, Shape prediction) =>
        (_chosen ?? Choose(target, prediction)).CheckShapes(target, prediction);

    // Chosen since, it had seen nothing before.
    protected override void KeepState(MetricState state)
    {
        bool isChosen = _chosen is not null;
        state.Keep(ref isChosen);
        if (isChosen) state.Keep(_chosen!);
        else Reset();
    }

    // The string, not the choice: it means the same for whatever the copy is used with.
    public override JsonNode ToConfig() => JsonValue.Create(Name);

    private Metric Choose(Shape target, Shape prediction)
    {
        bool isBinary = prediction.Rank > 0 && prediction[^1] == 1;
        bool isSparse = target.Rank < prediction.Rank || (target.Rank > 0 && target[^1] == 1);
        return isBinary ? BinaryAccuracy(name: Name) : isSparse ? SparseCategoricalAccuracy(Name) : CategoricalAccuracy(Name);
    }
}
