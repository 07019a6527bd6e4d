using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Gives its input back unchanged, and adds a penalty for it to the loss.</summary>
/// <remarks>
/// <b>Input</b> any shape · <b>Output</b> the same tensor. No weights. The penalty is l1 times the sum of all magnitudes and l2 times the
/// sum of all squares, divided by the number of samples.
/// </remarks>
/// <example><code>new ActivityRegularization(l1: 0.01)</code></example>
public sealed class ActivityRegularization : Layer
{
    /// <summary>A penalty.</summary>
    /// <param name="l1">What magnitudes cost, 0 or more.</param>
    /// <param name="l2">What squares cost, 0 or more.</param>
    /// <param name="name">A name that is unique in its model; null for <c>activity_regularization</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite.</exception>
    public ActivityRegularization(double l1 = 0, double l2 = 0, string? name = null, Shape? inputShape = null)
        : base(name, inputShape)
    {
        L1 = LayerArguments.NotNegative(this, l1);
        L2 = LayerArguments.NotNegative(this, l2);
        ActivityRegularizer = Regularizer.L1L2(L1, L2);
    }

    /// <summary>What magnitudes cost.</summary>
    public float L1 { get; }

    /// <summary>What squares cost.</summary>
    public float L2 { get; }

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;

    private protected override bool WritesActivityRegularizer => false;

    internal static ActivityRegularization FromConfig(ConfigReader reader) =>
        new(reader.Float("l1", 0f), reader.Float("l2", 0f), reader.String("name"));

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training) => input;

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["l1"] = L1;
        config["l2"] = L2;
    }
}
