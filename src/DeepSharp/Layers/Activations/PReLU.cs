using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp.Layers;

/// <summary>The rectified linear unit whose slope below 0 is learned (He et al. 2015): x above 0, alpha · x below.</summary>
/// <remarks>
/// <b>Input</b> (batch, ...) · <b>Output</b> the same shape.<br/>
/// <b>Weights</b> alpha, a slope for every value of a sample, or with a length of 1 along axes that share it.
/// </remarks>
/// <example><code>new PReLU(sharedAxes: [1, 2])   // after Conv2D: one slope a channel</code></example>
public sealed class PReLU : Layer
{
    private static readonly Op s_op = new BroadcastBinaryOp<PReLUFunction>("PReLU", default);

    private readonly WeightOptions _alpha;
    private readonly int[]? _sharedAxes;

    /// <summary>A rectified linear unit.</summary>
    /// <param name="alphaInitializer">First values of the slopes; null for <c>zeros</c>.</param>
    /// <param name="alphaRegularizer">The penalty that the loss gets for the slopes; null for none.</param>
    /// <param name="alphaConstraint">What the slopes have to meet after every step; null for nothing.</param>
    /// <param name="sharedAxes">
    /// Axes along which all values have one slope, counted from 1, the first after the batch; null for none.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>p_re_lu</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">An axis is below 1.</exception>
    public PReLU(
        Initializer? alphaInitializer = null, Regularizer? alphaRegularizer = null, Constraint? alphaConstraint = null,
        IReadOnlyList<int>? sharedAxes = null, string? name = null, Shape? inputShape = null)
        : this(new WeightOptions("alpha", alphaInitializer ?? Initializer.Zeros, alphaRegularizer, alphaConstraint), sharedAxes, name,
            inputShape)
    {
    }

    private PReLU(WeightOptions alpha, IReadOnlyList<int>? sharedAxes, string? name, Shape? inputShape = null)
        : base(name, inputShape)
    {
        (_alpha, _sharedAxes) = (alpha, sharedAxes is null ? null : [.. sharedAxes]);
        foreach (int axis in _sharedAxes ?? [])
        {
            if (axis >= 1) continue;
            throw new ArgumentOutOfRangeException(
                nameof(sharedAxes),
                $"{LayerArguments.Describe(this)}: expected axes from 1, the first after the batch, but got {axis} in sharedAxes " +
                $"({string.Join(", ", _sharedAxes!)}).");
        }
    }

    /// <summary>Chooses the first values of the slopes.</summary>
    public Initializer AlphaInitializer => _alpha.Initializer;

    /// <summary>The penalty that the loss gets for the slopes, if any.</summary>
    public Regularizer? AlphaRegularizer => _alpha.Regularizer;

    /// <summary>What the slopes have to meet after every step, if anything.</summary>
    public Constraint? AlphaConstraint => _alpha.Constraint;

    /// <summary>Axes along which all values have one slope, as they were given; null for none.</summary>
    public IReadOnlyList<int>? SharedAxes => _sharedAxes;

    /// <summary>The slopes, of a sample's shape with 1 for shared axes; null until the layer is built.</summary>
    public Variable? Alpha { get; private set; }

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    internal override bool TakesSamplesApart(bool training) => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        SlopesFor(input);
        return input;
    }

    internal static PReLU FromConfig(ConfigReader reader) => new(
        WeightOptions.Read(reader, "alpha", Initializer.Zeros),
        reader.Has("shared_axes") ? reader.OneOrMoreInts("shared_axes", 1) : null,
        reader.String("name"));

    /// <inheritdoc/>
    protected override void OnBuild(Shape input) => Alpha = AddWeight(_alpha, SlopesFor(input));

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training)
    {
        SlopesFor(input.Shape);
        return Tape.Run(s_op, input, Alpha!.Value);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        WeightOptions.Write(config, _alpha);
        config["shared_axes"] = _sharedAxes is null ? null : ConfigSchema.Ints(_sharedAxes);
    }

    // The shape of the slopes; once they are there, they have to fit.
    private Shape SlopesFor(Shape input)
    {
        if (input.Rank == 0)
        {
            throw new ShapeException("expected an input with a batch axis but got a single number, shape (). Reshape it to [1, 1] first.");
        }
        Shape slopes = input[1..];
        foreach (int axis in _sharedAxes ?? [])
        {
            if (axis >= input.Rank)
            {
                throw new ShapeException($"expected an input with the shared axes ({string.Join(", ", _sharedAxes!)}) but got {input}.");
            }

            slopes = slopes.With(axis - 1, 1);
        }

        if (Alpha is not { } alpha)
        {
            if (slopes.IsKnown) return slopes;
            throw new ShapeException(
                $"expected an input whose lengths are known, but for the batch and shared axes, but got {input}. " +
                "Name the axes of unknown lengths in sharedAxes.");
        }

        bool fits = slopes.Rank == alpha.Shape.Rank;
        for (int axis = 0; fits && axis < slopes.Rank; axis++) fits = slopes[axis] == Shape.Any || slopes[axis] == alpha.Shape[axis];
        return fits
            ? alpha.Shape
            : throw new ShapeException($"was built for slopes of shape {alpha.Shape}, but got an input of shape {input}.");
    }
}
