namespace DeepSharp;

/// <summary>
/// The mean over some classes of the share of what is the class, or was said to be, that is both: TP / (TP + FP + FN).
/// </summary>
/// <remarks>As in Keras, weights of samples count in whole numbers, fractions cut off, and masks do not count.</remarks>
internal abstract class ClassOverlap(IoUOptions options, string name) : Metric(name)
{
    private readonly ArgMaxOp _argMax = new(options.Axis);
    private readonly long[] _counts = new long[options.NumClasses * options.NumClasses];

    public sealed override bool? LargerIsBetter => true;

    public sealed override double Result
    {
        get
        {
            double sum = 0;
            int valid = 0;
            foreach (int id in options.Targets)
            {
                long right = Count(id, id), said = 0, were = 0;
                for (int other = 0; other < options.NumClasses; other++) (said, were) = (said + Count(other, id), were + Count(id, other));
                long all = said + were - right;
                if (all <= 0) continue;
                sum += right / (all + 1e-7);
                valid++;
            }

            return sum / (valid + 1e-7);
        }
    }

    private protected IoUOptions Options => options;

    private protected sealed override string DType => "int32";

    public sealed override void Reset() => _counts.AsSpan().Clear();

    public sealed override void Update(Tensor target, Tensor prediction, Tensor? sampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(prediction);
        try
        {
            Require(target.Shape, prediction.Shape);
            if (prediction.Size == 0) return;
            Tensor y = options.SparseTarget ? target : Tape.Run(_argMax, target);
            Tensor p = options.SparsePrediction ? prediction : Tape.Run(_argMax, prediction);
            if (sampleWeight is not null) LossShapes.CheckWeights(sampleWeight.Shape, p.Shape);
            ReadOnlySpan<float> labels = y.Span, said = p.Span, weights = sampleWeight is null ? [] : sampleWeight.Span;
            int perWeight = weights.IsEmpty ? 1 : said.Length / weights.Length;
            for (int i = 0; i < said.Length; i++) Add(labels[i], ClassOf(said[i]), weights.IsEmpty ? 1 : (long)weights[i / perWeight]);
        }
        catch (ShapeException exception) when (exception.NameLayer($"Metric {Name}"))
        {
            throw;
        }
    }

    internal sealed override void CheckShapes(Shape target, Shape prediction)
    {
        try
        {
            Require(target, prediction);
        }
        catch (ShapeException exception) when (exception.NameLayer($"Metric {Name}"))
        {
            throw;
        }
    }

    protected sealed override void KeepState(MetricState state) => state.Keep(_counts.AsSpan());

    /// <summary>The class that a prediction says, a whole number.</summary>
    private protected virtual float ClassOf(float prediction) => prediction;

    // What is no class is not counted.
    private void Add(float label, float said, long weight)
    {
        int classes = options.NumClasses;
        bool areClasses = label > -1f && label < classes && said > -1f && said < classes;
        if (areClasses && (int)label != options.IgnoreClass) _counts[(int)label * classes + (int)said] += weight;
    }

    private long Count(int label, int said) => _counts[label * options.NumClasses + said];

    private void Require(Shape target, Shape prediction)
    {
        long labels = Places(target, options.SparseTarget), said = Places(prediction, options.SparsePrediction);
        if (labels == said) return;
        throw new ShapeException(
            $"expected as many labels as predictions, after the classes of axis {options.Axis} where they are not sparse, but got " +
            $"targets {target} and predictions {prediction}.");
    }

    private long Places(Shape shape, bool isSparse)
    {
        if (isSparse) return shape.Size;
        int classes = shape[shape.NormalizeAxis(options.Axis)];
        return classes == 0 ? 0 : shape.Size / classes;
    }
}
