using System.Numerics.Tensors;
using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>
/// Keeps the largest singular value of the kernel of a layer near 1, so that the layer stretches no difference of its inputs: for the
/// discriminators of generative adversarial networks.
/// </summary>
/// <remarks>
/// <para><b>Input</b> and <b>Output</b> are those of the layer inside.<br/>
/// <b>Weights</b> those of the layer inside, its kernel first, and vector_u (1, filters), a statistic.</para>
/// <para>Miyato et al. 2018. Each call in training estimates the singular value by power iteration, from vector_u on, and divides the
/// kernel itself by it, as Keras does; the gradient is that of the kernel after. In inference nothing changes. A kernel of zeros stays as
/// it is.</para>
/// </remarks>
/// <example><code>new SpectralNormalization(new Conv2D(64, (3, 3), padding: "same"))</code></example>
public sealed class SpectralNormalization : Wrapper
{
    // Keras's backend epsilon: a vector shorter than that is not made longer than 1/1e-7 times.
    private const double ShortestLength = 1e-7;

    private Variable? _kernel;
    private Variable[] _changed = [];
    private float[] _rows = [];
    private float[] _columns = [];

    /// <summary>A normalization around a layer.</summary>
    /// <param name="layer">The layer inside, one with a weight <c>kernel</c> or <c>embeddings</c>.</param>
    /// <param name="powerIterations">Steps of the power iteration a call, 1 or more.</param>
    /// <param name="name">A name that is unique in its model; null for <c>spectral_normalization</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="powerIterations"/> is below 1.</exception>
    public SpectralNormalization(Layer layer, int powerIterations = 1, string? name = null, Shape? inputShape = null)
        : base(layer, name, inputShape) => PowerIterations = LayerArguments.Positive(this, powerIterations);

    /// <summary>Steps of the power iteration a call.</summary>
    public int PowerIterations { get; }

    /// <summary>The direction that the kernel stretches most, (1, filters); null until the layer is built.</summary>
    public Variable? VectorU { get; private set; }

    /// <inheritdoc/>
    public override bool SupportsMasking => Layer.SupportsMasking;

    internal override bool HoldsState => true;

    private protected override IReadOnlyList<Variable> FirstWeights => _kernel is null ? [] : [_kernel];

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => Layer.ComputeOutputShape(input);

    internal static SpectralNormalization FromConfig(ConfigReader reader)
    {
        if (!reader.Has("layer")) throw reader.Wrong("layer", "a layer", null);
        return new SpectralNormalization(
            Read(reader.Node("layer"), "layer"), reader.Int("power_iterations", 1), reader.String("name"));
    }

    /// <inheritdoc/>
    protected override void OnBuild(Shape input)
    {
        BuildInside(Layer, input);
        _kernel = Layer.OwnWeights.FirstOrDefault(weight => weight.Name is "kernel" or "embeddings") ?? throw new ArgumentException(
            $"{LayerArguments.Describe(this)}: expected a layer with a weight 'kernel' or 'embeddings' but " +
            $"{LayerArguments.Describe(Layer)} has {(Layer.OwnWeights.Count == 0 ? "none" : string.Join(", ", Layer.OwnWeights))}.");
        Shape shape = _kernel.Shape;
        VectorU = AddWeight(
            WeightOptions.Statistic("vector_u", Initializer.TruncatedNormal(standardDeviation: 0.02)), [1, shape[^1]]);
        _changed = [_kernel, VectorU];
        (_rows, _columns) = (new float[shape[..^1].Size], new float[shape[^1]]);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training)
    {
        if (training) Normalize();
        return Layer.Apply(input);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        base.WriteConfig(config);
        config["power_iterations"] = PowerIterations;
    }

    private void Normalize()
    {
        Span<float> kernel = _kernel!.Value.Values, v = _rows, u = _columns;
        if (!kernel.ContainsAnyExcept(0f)) return;
        VectorU!.Value.Values.CopyTo(u);
        for (int i = 0; i < PowerIterations; i++)
        {
            // v = W·u and u = vᵀ·W, both of length 1.
            for (int row = 0; row < v.Length; row++) v[row] = TensorPrimitives.Dot(kernel.Slice(row * u.Length, u.Length), u);
            ScaleToOne(v);
            u.Clear();
            for (int row = 0; row < v.Length; row++)
            {
                TensorPrimitives.MultiplyAdd(kernel.Slice(row * u.Length, u.Length), v[row], u, u);
            }

            ScaleToOne(u);
        }

        double stretch = 0;
        for (int row = 0; row < v.Length; row++)
        {
            stretch += v[row] * (double)TensorPrimitives.Dot(kernel.Slice(row * u.Length, u.Length), u);
        }

        // A kernel with a NaN fails at the loss: it must not leave its mark for good.
        if (stretch == 0 || !double.IsFinite(stretch)) return;
        using WeightChange.Turn change = WeightChange.Begin(_changed);
        u.CopyTo(VectorU.Value.Values);
        TensorPrimitives.Divide(kernel, (float)stretch, kernel);
    }

    private static void ScaleToOne(Span<float> vector)
    {
        double length = Math.Sqrt(TensorPrimitives.Dot((ReadOnlySpan<float>)vector, vector));
        TensorPrimitives.Multiply(vector, (float)(1 / Math.Max(length, ShortestLength)), vector);
    }
}
