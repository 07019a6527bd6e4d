using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>Adam: steps by the running mean of the gradient, divided by the root of the running mean of its square.</summary>
/// <remarks>
/// Kingma and Ba 2015, algorithm 1, as Keras computes it: ε is added to √v before the bias correction. AMSGrad (Reddi et al. 2018) divides by the
/// largest v so far.
/// </remarks>
/// <example><code>model.Compile(new Adam(learningRate: 1e-3f), "sparse_categorical_crossentropy", ["accuracy"]);</code></example>
public sealed class Adam : Optimizer
{
    /// <summary>Sets the options.</summary>
    /// <param name="learningRate">Size of a step, 0 or more.</param>
    /// <param name="beta1">How much of the mean of gradients is kept each step, 0 to below 1.</param>
    /// <param name="beta2">How much of the mean of squares is kept each step, 0 to below 1.</param>
    /// <param name="epsilon">Keeps the division finite; above 0.</param>
    /// <param name="amsgrad">Whether to divide by the largest mean of squares so far.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public Adam(float learningRate = 1e-3f, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-7f, bool amsgrad = false)
        : base(learningRate, amsgrad ? ["momentum", "velocity", "velocity_hat"] : ["momentum", "velocity"])
    {
        if (!(beta1 is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(beta1), $"Adam: expected a beta1 from 0 to below 1 but got {beta1}.");
        }

        if (!(beta2 is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(beta2), $"Adam: expected a beta2 from 0 to below 1 but got {beta2}.");
        }

        if (!(epsilon > 0)) throw new ArgumentOutOfRangeException(nameof(epsilon), $"Adam: expected an epsilon above 0 but got {epsilon}.");
        (Beta1, Beta2, Epsilon, AmsGrad) = (beta1, beta2, epsilon, amsgrad);
    }

    /// <summary>How much of the mean of gradients is kept each step.</summary>
    public float Beta1 { get; }

    /// <summary>How much of the mean of squares is kept each step.</summary>
    public float Beta2 { get; }

    /// <summary>What is added to the root of the mean of squares.</summary>
    public float Epsilon { get; }

    /// <summary>Whether the largest mean of squares so far is used.</summary>
    public bool AmsGrad { get; }

    internal static Adam Read(ConfigReader reader) => new(
        reader.Float("learning_rate", 1e-3f), reader.Float("beta_1", 0.9f), reader.Float("beta_2", 0.999f), reader.Float("epsilon", 1e-7f), reader.Bool("amsgrad", false));

    /// <inheritdoc/>
    protected override void Update(Span<float> weight, ReadOnlySpan<float> gradient, Slots slots)
    {
        float rate = AdamKernel.CorrectedRate(LearningRate, Beta1, Beta2, Iterations);
        if (AmsGrad) AdamKernel.StepAmsGrad(weight, gradient, slots[0], slots[1], slots[2], rate, Beta1, Beta2, Epsilon);
        else AdamKernel.Step(weight, gradient, slots[0], slots[1], rate, Beta1, Beta2, Epsilon);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        (config["beta_1"], config["beta_2"], config["epsilon"], config["amsgrad"]) = (Beta1, Beta2, Epsilon, AmsGrad);
    }
}
