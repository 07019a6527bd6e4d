using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>Stochastic gradient descent, with momentum if wanted.</summary>
/// <remarks>
/// Without momentum w -= rate·g. With momentum v = momentum·v - rate·g and w += v; Nesterov's form steps to w += momentum·v - rate·g
/// (Sutskever et al. 2013).
/// </remarks>
/// <example><code>model.Compile(new SGD(0.1f, momentum: 0.9f, nesterov: true), "mse");</code></example>
public sealed class SGD : Optimizer
{
    /// <summary>Sets the options.</summary>
    /// <param name="learningRate">Size of a step, 0 or more.</param>
    /// <param name="momentum">The share of the last step that is kept, 0 to 1.</param>
    /// <param name="nesterov">Whether the gradient counts as if taken after the momentum's step.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public SGD(float learningRate = 0.01f, float momentum = 0f, bool nesterov = false)
        : base(learningRate, momentum == 0 ? [] : ["momentum"])
    {
        if (!(momentum is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(momentum), $"SGD: expected a momentum from 0 to 1 but got {momentum}.");
        }

        (Momentum, Nesterov) = (momentum, nesterov);
    }

    /// <summary>The share of the last step that is kept.</summary>
    public float Momentum { get; }

    /// <summary>Whether Nesterov's form is used.</summary>
    public bool Nesterov { get; }

    internal static SGD Read(ConfigReader reader) =>
        new(reader.Float("learning_rate", 0.01f), reader.Float("momentum", 0f), reader.Bool("nesterov", false));

    /// <inheritdoc/>
    protected override void Update(Span<float> weight, ReadOnlySpan<float> gradient, Slots slots)
    {
        if (Momentum == 0) SgdKernel.Step(weight, gradient, LearningRate);
        else SgdKernel.StepMomentum(weight, gradient, slots[0], LearningRate, Momentum, Nesterov);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        (config["momentum"], config["nesterov"]) = (Momentum, Nesterov);
    }
}
