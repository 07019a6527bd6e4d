using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial class Optimizer
{
    /// <summary>The same as <c>new LossScaleOptimizer(...)</c>, where the parameters are described.</summary>
    public static LossScaleOptimizer LossScaleOptimizer(
        Optimizer innerOptimizer, double initialScale = 32768, int dynamicGrowthSteps = 2000, string? name = null) =>
        new(innerOptimizer, initialScale, dynamicGrowthSteps, name);
}

/// <summary>
/// An optimizer around another one that multiplies the loss by a scale, so that tiny gradients do not become 0, and finds the scale by
/// itself.
/// </summary>
/// <remarks>
/// A step whose gradients are not finite is skipped, weights and the inner optimizer as they were, and the scale halved; after
/// <see cref="DynamicGrowthSteps"/> steps without one it is doubled. In a custom loop give the gradients of
/// <see cref="Optimizer.ScaleLoss"/>. Weight decay, clipping and the rest are the inner optimizer's.
/// </remarks>
/// <example><code>model.Compile(new LossScaleOptimizer(new Adam(1e-3)), "mse");</code></example>
public sealed class LossScaleOptimizer : Optimizer
{
    // Beyond, scaling has no sense: gradients are infinite or NaN for another reason, and doubling would end at infinity.
    private const float LeastScale = 1e-30f, LargestScale = 1e30f;

    private readonly Optimizer? _inner;
    private readonly Variable _counter, _scale;

    /// <summary>Sets the options.</summary>
    /// <param name="innerOptimizer">The one that takes the steps.</param>
    /// <param name="initialScale">The scale at first, above 0.</param>
    /// <param name="dynamicGrowthSteps">Steps with finite gradients after which the scale is doubled, 1 or more.</param>
    /// <param name="name">Null for <c>loss_scale_optimizer</c>.</param>
    /// <exception cref="ArgumentException">The inner one scales the loss already.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public LossScaleOptimizer(Optimizer innerOptimizer, double initialScale = 32768, int dynamicGrowthSteps = 2000, string? name = null)
        : base(0, new OptimizerOptions(name: name))
    {
        ArgumentNullException.ThrowIfNull(innerOptimizer);
        if (innerOptimizer is LossScaleOptimizer)
        {
            throw new ArgumentException(
                "LossScaleOptimizer: expected an optimizer that does not scale the loss by itself but got a LossScaleOptimizer. Give its " +
                "InnerOptimizer.", nameof(innerOptimizer));
        }

        InitialScale = Require((float)initialScale > 0, initialScale, "an initialScale above 0");
        DynamicGrowthSteps = dynamicGrowthSteps >= 1 ? dynamicGrowthSteps : throw new ArgumentOutOfRangeException(
            nameof(dynamicGrowthSteps), $"LossScaleOptimizer: expected dynamicGrowthSteps of 1 or more but got {dynamicGrowthSteps}.");
        (_counter, _scale) = (Number("step_counter", 0), Number("dynamic_scale", InitialScale));
        _inner = innerOptimizer;
    }

    /// <summary>The one that takes the steps.</summary>
    public Optimizer InnerOptimizer => _inner!;

    /// <summary>The scale at first.</summary>
    public float InitialScale { get; }

    /// <summary>Steps with finite gradients after which the scale is doubled.</summary>
    public int DynamicGrowthSteps { get; }

    /// <summary>What the loss of the next step is multiplied by.</summary>
    public float DynamicScale => _scale.Value.Span[0];

    internal override float? LossScale => DynamicScale * (_inner!.LossScale ?? 1f);

    internal override long StepCount
    {
        get => _inner is { } inner ? inner.StepCount : 0;
        set => _inner!.StepCount = value;
    }

    // Keras's: iteration and rate of this one never change.
    internal override IReadOnlyList<Variable> StateVariables =>
        [Number("iteration", 0), Number("learning_rate", 0), _counter, _scale, .. _inner!.StateVariables];

    internal override IReadOnlyList<Variable> ExtraState => [_counter, _scale];

    private protected override Optimizer? Inner => _inner;

    internal static LossScaleOptimizer Read(ConfigReader reader)
    {
        reader.Ignore("dynamic");
        OptimizerOptions.RefuseIn(reader);
        JsonNode inner = reader.Node("inner_optimizer") ?? throw reader.Wrong("inner_optimizer", "an optimizer", null);
        return new LossScaleOptimizer(
            FromConfig(inner), reader.Float("initial_scale", 32768f), reader.Int("dynamic_growth_steps", 2000), reader.String("name"));
    }

    private protected override void Step(in Gradients gradients)
    {
        Span<float> counter = _counter.Value.Span, scale = _scale.Value.Span;
        if (!AreFinite(gradients))
        {
            if (scale[0] < LeastScale)
            {
                throw new NonFiniteGradientException(
                    $"LossScaleOptimizer: expected finite gradients with a small enough scale of the loss, but with {scale[0]} some are " +
                    "not. All weights are those before the step. Look for a root, quotient or logarithm of 0 in the loss.");
            }

            (counter[0], scale[0]) = (0f, scale[0] * 0.5f);
            return;
        }

        _inner!.StepScaled(gradients, scale[0]);
        bool grows = counter[0] >= DynamicGrowthSteps - 1;
        counter[0] = grows ? 0f : counter[0] + 1f;
        if (grows && scale[0] < LargestScale) scale[0] *= 2f;
    }

    /// <summary>Not called: the inner optimizer changes the weights.</summary>
    protected override void Update(Span<float> weight, ReadOnlySpan<float> gradient, Slots slots, OptimizerStep step) =>
        throw new InvalidOperationException("LossScaleOptimizer: the inner optimizer changes the weights.");

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["inner_optimizer"] = _inner!.ToConfig();
        config["initial_scale"] = InitialScale;
        config["dynamic_growth_steps"] = DynamicGrowthSteps;
    }

    private static bool AreFinite(in Gradients gradients)
    {
        for (int i = 0; i < gradients.Count; i++)
        {
            if (!FiniteKernel.IsFinite(gradients.Span(i), 1f, gradients.Touched(i))) return false;
        }

        return true;
    }
}
