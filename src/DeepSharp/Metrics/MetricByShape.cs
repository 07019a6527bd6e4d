using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>
/// What the strings "accuracy" and "crossentropy" stand for: the binary, categorical or sparse categorical one, by the shapes of the first
/// batch. Keras's rule: one output is binary; targets with an axis less, or whose last axis is 1, are labels; else one-hot.
/// </summary>
internal abstract class MetricByShape(string name) : Metric(name)
{
    private protected const int Binary = 1, Sparse = 2, Categorical = 3;

    private Metric? _chosen;

    public sealed override string ClassName => _chosen?.ClassName ?? Family;

    public sealed override double Result => _chosen?.Result ?? 0;

    public sealed override void Reset() => _chosen?.Reset();

    public sealed override void Update(Tensor target, Tensor prediction, Tensor? sampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(prediction);
        _chosen ??= Choose(target.Shape, prediction.Shape);
        _chosen.Update(target, prediction, sampleWeight);
    }

    internal sealed override void CheckShapes(Shape target, Shape prediction) =>
        (_chosen ?? Choose(target, prediction)).CheckShapes(target, prediction);

    // Of which kind the shapes made it is a part of the state: one that has seen nothing takes it from the other. Chosen since, it had seen
    // nothing before.
    protected sealed override void KeepState(MetricState state)
    {
        int kind = KindOf(_chosen);
        state.Keep(ref kind, static (mine, other) => mine == 0 || other == 0 || mine == other ? Math.Max(mine, other)
            : throw new ArgumentException("expected targets and predictions of the same form but the other one saw others."));
        if (kind != 0)
        {
            if (KindOf(_chosen) != kind) _chosen = OfKind(kind);
            state.Keep(_chosen!);
            return;
        }

        // As many values as a mean has, so that states of all kinds are alike.
        Reset();
        (double sum, double weight) = (0, 0);
        state.Keep(ref sum);
        state.Keep(ref weight);
    }

    // The string, not the choice: it means the same for whatever the copy is used with.
    public sealed override JsonNode ToConfig() => JsonValue.Create(Name);

    private Metric Choose(Shape target, Shape prediction)
    {
        bool isBinary = prediction.Rank > 0 && prediction[^1] == 1;
        bool isSparse = target.Rank < prediction.Rank || (target.Rank > 0 && target[^1] == 1);
        return OfKind(isBinary ? Binary : isSparse ? Sparse : Categorical);
    }

    /// <summary>The class before one is chosen.</summary>
    private protected abstract string Family { get; }

    /// <summary>A new metric of a kind.</summary>
    private protected abstract Metric OfKind(int kind);

    private protected static ArgumentException Unknown(int kind) =>
        new($"expected a kind from {Binary} to {Categorical} but got {kind}.");

    private static int KindOf(Metric? chosen) => chosen is null ? 0
        : chosen.ClassName.StartsWith("Binary", StringComparison.Ordinal) ? Binary
        : chosen.ClassName.StartsWith("Sparse", StringComparison.Ordinal) ? Sparse : Categorical;
}
