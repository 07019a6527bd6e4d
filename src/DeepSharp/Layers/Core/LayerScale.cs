using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Multiplies each feature by a weight: <c>γ·x</c>, which begins small at the end of residual branches.</summary>
/// <remarks>
/// <b>Input</b> (batch, ..., projectionDim) · <b>Output</b> the same shape.<br/>
/// <b>Weights</b> gamma, (projectionDim).<br/>
/// Touvron et al. 2021, "Going deeper with Image Transformers", equation 4. In Keras it is a part of ConvNeXt.
/// </remarks>
/// <example><code>SymbolicTensor y = x + new LayerScale(1e-6, 96).Apply(branch);</code></example>
public sealed class LayerScale : Layer
{
    private readonly WeightOptions _gamma;

    /// <summary>A scale for each feature.</summary>
    /// <param name="initValues">The first value of all weights; Touvron et al. take 0.1 to 1e-6, the deeper the smaller.</param>
    /// <param name="projectionDim">Features: the length of the last axis. 1 for one weight for all.</param>
    /// <param name="name">A name that is unique in its model; null for <c>layer_scale</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="initValues"/> is not finite, or <paramref name="projectionDim"/> below 1.
    /// </exception>
    public LayerScale(double initValues, int projectionDim, string? name = null, Shape? inputShape = null)
        : base(name, inputShape)
    {
        InitValues = LayerArguments.Finite(this, initValues);
        ProjectionDim = LayerArguments.Positive(this, projectionDim);
        _gamma = new WeightOptions("gamma", Initializer.Constant(InitValues));
    }

    /// <summary>The first value of all weights.</summary>
    public float InitValues { get; }

    /// <summary>Features: the length of the last axis, or 1 for one weight for all.</summary>
    public int ProjectionDim { get; }

    /// <summary>The factors, (projectionDim); null until the layer is built.</summary>
    public Variable? Gamma { get; private set; }

    internal override bool TakesSamplesApart(bool training) => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        bool fits = input.Rank > 1 && (ProjectionDim == 1 || input[^1] == ProjectionDim || input[^1] == Shape.Any);
        if (fits) return input;
        throw new ShapeException(
            $"expected an input (batch, ..., {ProjectionDim}) for projectionDim = {ProjectionDim} but got {input}. " +
            "Give projectionDim the length of the last axis.");
    }

    internal static LayerScale FromConfig(ConfigReader reader) =>
        new(reader.Float("init_values"), reader.Int("projection_dim"), reader.String("name"));

    private protected override string Module => "keras.src.applications.convnext";

    /// <inheritdoc/>
    protected override void OnBuild(Shape input) => Gamma = AddWeight(_gamma, [ProjectionDim]);

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training) => input * Gamma!.Value;

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["init_values"] = InitValues;
        config["projection_dim"] = ProjectionDim;
    }
}
