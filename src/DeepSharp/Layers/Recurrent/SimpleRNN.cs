using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>A recurrent layer whose output is its state: at each step tanh(x·W + state·U + b).</summary>
/// <remarks>
/// <b>Input</b> (batch, steps, features) · <b>Output</b> (batch, units), or (batch, steps, units) with <c>returnSequences</c>.<br/>
/// <b>Weights</b> kernel (features, units), recurrent kernel (units, units), bias (units).<br/>
/// With tanh, and without recurrent dropout in training, all steps are one fused operation; others are composed step by step, of which only
/// the products are, and slower.
/// </remarks>
/// <example><code>var model = new Sequential(new Input([64, 8]), new SimpleRNN(32), new Dense(1));</code></example>
public sealed class SimpleRNN : RecurrentLayer
{
    /// <summary>A layer of simple recurrent units.</summary>
    /// <param name="units">Length of the last axis of the output, 1 or more.</param>
    /// <param name="activation">What new values go through; null for <c>tanh</c>.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="kernelInitializer">First values of the kernel; null for <c>glorot_uniform</c>.</param>
    /// <param name="recurrentInitializer">First values of the recurrent kernel; null for <c>orthogonal</c>.</param>
    /// <param name="biasInitializer">First values of the bias; null for <c>zeros</c>.</param>
    /// <param name="kernelRegularizer">The penalty that the loss gets for the kernel; null for none.</param>
    /// <param name="recurrentRegularizer">The penalty that the loss gets for the recurrent kernel; null for none.</param>
    /// <param name="biasRegularizer">The penalty that the loss gets for the bias; null for none.</param>
    /// <param name="activityRegularizer">The penalty that the loss gets for the output; null for none.</param>
    /// <param name="kernelConstraint">What the kernel has to meet after every step; null for nothing.</param>
    /// <param name="recurrentConstraint">What the recurrent kernel has to meet after every step; null for nothing.</param>
    /// <param name="biasConstraint">What the bias has to meet after every step; null for nothing.</param>
    /// <param name="dropout">Fraction of the input's values that training drops, from 0 to below 1; the same ones at all steps.</param>
    /// <param name="recurrentDropout">The same of the state on its way to the next step.</param>
    /// <param name="returnSequences">Whether the output has a row for each step, not only for the last one.</param>
    /// <param name="returnState">Whether the last state is an output of the layer too.</param>
    /// <param name="goBackwards">Whether the sequence is taken from its end; outputs come in that order.</param>
    /// <param name="stateful">Whether a batch starts from the last states of the batch before.</param>
    /// <param name="unroll">Kept for Keras's sake; it changes nothing.</param>
    /// <param name="seed">Seed of the layer's own random numbers; null for the next stream of the process.</param>
    /// <param name="name">A name that is unique in its model; null for <c>simple_rnn</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, (steps, features), where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="units"/> is below 1 or above 46,340, whose recurrent kernel still fits in an array, or a rate is below 0,
    /// or 1 or more.
    /// </exception>
    public SimpleRNN(
        int units, Activation? activation = null, bool useBias = true,
        Initializer? kernelInitializer = null, Initializer? recurrentInitializer = null, Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null, Regularizer? recurrentRegularizer = null, Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null, Constraint? recurrentConstraint = null, Constraint? biasConstraint = null,
        double dropout = 0, double recurrentDropout = 0,
        bool returnSequences = false, bool returnState = false, bool goBackwards = false, bool stateful = false, bool unroll = false,
        long? seed = null, string? name = null, Shape? inputShape = null)
        : this(
            new RecurrentSettings(
                units, activation ?? Activation.Tanh, useBias,
                WeightOptions.Kernel(kernelInitializer, kernelRegularizer, kernelConstraint),
                RecurrentSettings.RecurrentKernel(recurrentInitializer, recurrentRegularizer, recurrentConstraint),
                WeightOptions.Bias(biasInitializer, biasRegularizer, biasConstraint), (float)dropout, (float)recurrentDropout, seed),
            new StepwiseOptions(returnSequences, returnState, goBackwards, stateful) { Unroll = unroll }, name, inputShape) =>
        ActivityRegularizer = activityRegularizer;

    private SimpleRNN(RecurrentSettings settings, StepwiseOptions stepwise, string? name, Shape? inputShape = null)
        : base(settings, static (settings, owner) => new SimpleRnnUnits(settings, owner), stepwise, name, inputShape)
    {
    }

    internal static SimpleRNN FromConfig(ConfigReader reader) => new(
        RecurrentSettings.Read(reader), ReadStepwise(reader), reader.String("name"));

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        base.WriteConfig(config);

        // Keras leaves it out, and takes it.
        if (Seed is null) config.Remove("seed");
    }
}
