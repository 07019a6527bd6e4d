using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>
/// Divides the values of each sample by their root mean square along some axes, then scales them: <c>γ·x/√(mean of x² + ε)</c>.
/// </summary>
/// <remarks>
/// <para><b>Input</b> (batch, ..., features) · <b>Output</b> the same shape.<br/>
/// <b>Weights</b> scale, γ, with the lengths of the normalized axes: (features) for the last axis. It begins with ones.</para>
/// <para>Zhang and Sennrich 2019: a layer normalization without means, and cheaper. It acts alike in training and inference. Axes at the
/// end are the fast ones: for others the values are reordered before and after.</para>
/// </remarks>
/// <example><code>new RMSNormalization(epsilon: 1e-5)</code></example>
public sealed class RMSNormalization : Layer
{
    private readonly NormalizedAxes _axes;
    private readonly LayerNormOp _op;

    /// <summary>A normalization along one axis.</summary>
    /// <param name="axis">The axis; negative numbers count from the end. Not 0, the batch.</param>
    /// <param name="epsilon">Added to the mean of the squares, so that zeros are not divided by 0; 0 or more.</param>
    /// <param name="name">A name that is unique in its model; null for <c>rms_normalization</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epsilon"/> is negative or not finite.</exception>
    public RMSNormalization(int axis = -1, double epsilon = 1e-6, string? name = null, Shape? inputShape = null)
        : this([axis], epsilon, name, inputShape)
    {
    }

    /// <summary>A normalization along several axes together.</summary>
    /// <param name="axes">The axes, one or more, in any order; negative numbers count from the end. Not 0, the batch.</param>
    /// <param name="epsilon">Added to the mean of the squares, so that zeros are not divided by 0; 0 or more.</param>
    /// <param name="name">A name that is unique in its model; null for <c>rms_normalization</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentException">There are no axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epsilon"/> is negative or not finite.</exception>
    public RMSNormalization(IReadOnlyList<int> axes, double epsilon = 1e-6, string? name = null, Shape? inputShape = null)
        : base(name, inputShape)
    {
        _axes = new NormalizedAxes(this, axes);
        Epsilon = LayerArguments.NotNegative(this, epsilon);
        _op = LayerNormOp.RootMeanSquare(_axes.All.Count, Epsilon);
    }

    /// <summary>The axes that are normalized together, as they were given.</summary>
    public IReadOnlyList<int> Axes => _axes.All;

    /// <summary>What is added to the mean of the squares.</summary>
    public float Epsilon { get; }

    /// <summary>γ, with the lengths of the axes; null until the layer is built.</summary>
    public Variable? Scale { get; private set; }

    internal override bool TakesSamplesApart(bool training) => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        _axes.Require(input);
        return input;
    }

    internal static RMSNormalization FromConfig(ConfigReader reader) =>
        new(reader.OneOrMoreInts("axis", -1), reader.Float("epsilon", 1e-6f), reader.String("name"));

    /// <inheritdoc/>
    protected override void OnBuild(Shape input) =>
        Scale = AddWeight(new WeightOptions("scale", Initializer.Ones), _axes.WeightsFor(input));

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training) => _axes.Run(_op, input, Scale);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["axis"] = ConfigSchema.Ints(_axes.All.ToArray());
        config["epsilon"] = Epsilon;
    }
}
