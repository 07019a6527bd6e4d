using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>
/// A number that training reports and does not optimize: <c>Metric.SparseCategoricalAccuracy()</c>, or by Keras's name, <c>"accuracy"</c>.
/// </summary>
/// <remarks>
/// <para>A metric accumulates over batches, from <see cref="Reset"/> to <see cref="Result"/>; each model needs its own objects.</para>
/// <para>A custom one overrides <see cref="Update"/>, <see cref="Result"/>, <see cref="Reset"/> and <see cref="KeepState"/>.</para>
/// </remarks>
/// <example><code>
/// sealed class LargestError() : Metric("largest_error")
/// {
///     private float _largest;
///
///     public override double Result =&gt; _largest;
///
///     public override void Update(Tensor target, Tensor prediction, Tensor? sampleWeight = null) =&gt;
///         _largest = Math.Max(_largest, (target - prediction).Abs().Max().Item());
///
///     public override void Reset() =&gt; _largest = 0;
///
///     protected override void KeepState(MetricState state) =&gt; state.Keep(ref _largest, Math.Max);
/// }
/// </code></example>
public abstract partial class Metric
{
    /// <summary>Sets the name.</summary>
    /// <param name="name">What logs and the training history call it.</param>
    protected Metric(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = GivenName.OfAny(ClassName, name);
    }

    /// <summary>What logs call it, such as <c>accuracy</c>.</summary>
    public string Name { get; internal set; }

    /// <summary>Keras's class name, such as <c>BinaryAccuracy</c>.</summary>
    public virtual string ClassName => GetType().Name;

    /// <summary>
    /// The value over everything seen since <see cref="Reset"/>; 0 if that is nothing. Where it is several values, their mean.
    /// </summary>
    public abstract double Result { get; }

    /// <summary>
    /// The values, where a result is several: one a threshold, class or label. Null where it is one number. <c>Logs.Vectors</c> and
    /// <c>History.Vectors</c> have them by the name of the metric.
    /// </summary>
    /// <remarks>It is used again by the next result.</remarks>
    public virtual IReadOnlyList<double>? Vector => null;

    /// <summary>Whether a larger value is a better one, for callbacks that watch it; null where that is not known.</summary>
    public virtual bool? LargerIsBetter => null;

    /// <summary>
    /// The metric that a Keras name stands for. It keeps that name in logs. <c>"accuracy"</c> picks binary, categorical or sparse
    /// categorical accuracy by the shapes that it sees first.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such metric; the message lists those that exist.</exception>
    public static implicit operator Metric(string name)
    {
        MissingName.Refuse("metric", name);
        bool isClass = !MetricTable.Strings.TryGet(name, out Func<Metric>? create) && MetricTable.Classes.IsNamed(name);
        Metric metric = isClass ? MetricTable.Classes.Named(name) : (create ?? MetricTable.Strings[name])();
        metric.Name = name;
        return metric;
    }

    /// <summary>
    /// Takes a batch in. Where the prediction carries a <see cref="Tensor.Mask"/> only what it leaves counts, as in Keras.
    /// </summary>
    /// <remarks>
    /// Training passes targets with as many axes as predictions where those are (batch, 1): arithmetic with both does not broadcast.
    /// </remarks>
    /// <param name="target">What was to be predicted.</param>
    /// <param name="prediction">What the model said.</param>
    /// <param name="sampleWeight">Weights of the samples, (batch,); null for 1.</param>
    /// <exception cref="ShapeException">The shapes do not belong together.</exception>
    public abstract void Update(Tensor target, Tensor prediction, Tensor? sampleWeight = null);

    /// <summary>Checks shapes before a step begins, as far as the metric can tell.</summary>
    /// <exception cref="ShapeException">The shapes do not belong together.</exception>
    internal virtual void CheckShapes(Shape target, Shape prediction)
    {
    }

    /// <summary>Forgets everything seen.</summary>
    public abstract void Reset();

    /// <summary>
    /// Names the fields that <see cref="Update"/> changes, so that an evaluation in the middle of an epoch, as in a callback after a batch,
    /// can use the metric and give back what the epoch had added up, and so that <see cref="Merge(Metric)"/> can add what another one saw.
    /// </summary>
    /// <param name="state">Takes the fields, in the same order each time.</param>
    /// <exception cref="NotSupportedException">The class does not override it.</exception>
    /// <example><code>protected override void KeepState(MetricState state) =&gt; state.Keep(ref _sum);</code></example>
    protected virtual void KeepState(MetricState state) => throw new NotSupportedException(
        $"Metric {Name}: expected {ClassName} to override KeepState, since an evaluation in the middle of an epoch has to give back what " +
        "the metric has added up. Override it with state.Keep(ref field) for each field that Update changes, or evaluate in OnEpochEnd.");

    /// <summary>The same for who keeps the metric.</summary>
    internal void TransferState(MetricState state) => KeepState(state);

    /// <summary>
    /// Keras's object schema: module, class_name, config; or a bare string where that is what was compiled, <c>"accuracy"</c>.
    /// </summary>
    public virtual JsonNode ToConfig()
    {
        var config = new JsonObject { ["name"] = Name, ["dtype"] = DType };
        WriteConfig(config);
        return MetricTable.Classes.Wrap("keras.metrics", ClassName, this, config);
    }

    /// <summary>Class, name and value so far: <c>BinaryAccuracy 'accuracy': 0.75</c>.</summary>
    public override string ToString() => Vector is { } values
        ? $"{ClassName} '{Name}': [{string.Join(", ", values.Select(value => FormattableString.Invariant($"{value}")))}]"
        : FormattableString.Invariant($"{ClassName} '{Name}': {Result}");

    /// <summary>Reads what <see cref="ToConfig"/> wrote, or what Keras did; also a bare name.</summary>
    /// <exception cref="ArgumentException">There is no such metric.</exception>
    /// <exception cref="FormatException">The config does not fit the metric.</exception>
    public static Metric FromConfig(JsonNode config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (ConfigSchema.NameIn(config) is { } name) return name;
        return MetricTable.Classes.Read(config, ReadCommon);
    }

    private static Metric ReadCommon(Metric metric, ConfigReader reader)
    {
        metric.Name = GivenName.OfAny(metric.ClassName, reader.String("name", metric.Name)!);
        if (metric.DType == "float32") ConfigSchema.ReadFloat32(reader);
        else RequireDType(metric, reader);
        return metric;
    }

    /// <summary>What Keras counts with.</summary>
    private protected virtual string DType => "float32";

    private static void RequireDType(Metric metric, ConfigReader reader)
    {
        if (ConfigSchema.DTypeName(reader) is null or "int" || ConfigSchema.DTypeName(reader) == metric.DType) return;
        throw new NotSupportedException(
            $"{reader.Owner}: expected the dtype '{metric.DType}', the only one supported, but the config says " +
            $"'{ConfigSchema.DTypeName(reader)}'. Set 'dtype' to '{metric.DType}' or leave it out.");
    }

    /// <summary>Adds the parameters to the config, in Keras's names. Name and dtype are there.</summary>
    protected virtual void WriteConfig(JsonObject config)
    {
    }
}
