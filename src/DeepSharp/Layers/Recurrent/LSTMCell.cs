namespace DeepSharp.Layers;

/// <summary>One step of an <see cref="LSTM"/>.</summary>
/// <remarks>
/// <b>Input</b> one step, (batch, features), and the states before, each (batch, units): the output and the cell · <b>Output</b> the
/// output, (batch, units), and the new states.<br/>
/// <b>Weights</b> kernel (features, 4 · units), recurrent kernel (units, 4 · units), bias (4 · units), gates in the order i, f, c, o.
/// </remarks>
/// <example><code>
/// new RNN(new LSTMCell(64), returnSequences: true)
/// Tensor[] next = new LSTMCell(64).ApplyAll([x, h, c]);   // the output and the new states
/// </code></example>
public sealed class LSTMCell : GatedCell
{
    /// <summary>A cell.</summary>
    /// <param name="units">Length of the last axis of the output, 1 or more.</param>
    /// <param name="activation">What the cell's input and the cell go through; null for <c>tanh</c>.</param>
    /// <param name="recurrentActivation">What the gates go through; null for <c>sigmoid</c>.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="kernelInitializer">First values of the kernel; null for <c>glorot_uniform</c>.</param>
    /// <param name="recurrentInitializer">First values of the recurrent kernel; null for <c>orthogonal</c>.</param>
    /// <param name="biasInitializer">First values of the bias; null for <c>zeros</c>.</param>
    /// <param name="unitForgetBias">Whether the bias of the forget gates starts at 1.</param>
    /// <param name="kernelRegularizer">The penalty that the loss gets for the kernel; null for none.</param>
    /// <param name="recurrentRegularizer">The penalty that the loss gets for the recurrent kernel; null for none.</param>
    /// <param name="biasRegularizer">The penalty that the loss gets for the bias; null for none.</param>
    /// <param name="kernelConstraint">What the kernel has to meet after every step; null for nothing.</param>
    /// <param name="recurrentConstraint">What the recurrent kernel has to meet after every step; null for nothing.</param>
    /// <param name="biasConstraint">What the bias has to meet after every step; null for nothing.</param>
    /// <param name="dropout">Fraction of the input's values that training drops, from 0 to below 1; the same ones at all steps.</param>
    /// <param name="recurrentDropout">The same of the state on its way to the next step.</param>
    /// <param name="seed">Seed of the layer's own random numbers; null for the next stream of the process.</param>
    /// <param name="name">A name that is unique in its model; null for <c>lstm_cell</c>, numbered.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="units"/> is below 1 or above 23,170, whose recurrent kernel still fits in an array, or a rate is below 0,
    /// or 1 or more.
    /// </exception>
    public LSTMCell(
        int units, Activation? activation = null, Activation? recurrentActivation = null, bool useBias = true,
        Initializer? kernelInitializer = null, Initializer? recurrentInitializer = null, Initializer? biasInitializer = null,
        bool unitForgetBias = true,
        Regularizer? kernelRegularizer = null, Regularizer? recurrentRegularizer = null, Regularizer? biasRegularizer = null,
        Constraint? kernelConstraint = null, Constraint? recurrentConstraint = null, Constraint? biasConstraint = null,
        double dropout = 0, double recurrentDropout = 0, long? seed = null, string? name = null)
        : this(
            new RecurrentSettings(
                units, activation ?? Activation.Tanh, useBias,
                WeightOptions.Kernel(kernelInitializer, kernelRegularizer, kernelConstraint),
                RecurrentSettings.RecurrentKernel(recurrentInitializer, recurrentRegularizer, recurrentConstraint),
                WeightOptions.Bias(biasInitializer, biasRegularizer, biasConstraint), (float)dropout, (float)recurrentDropout, seed)
            {
                RecurrentActivation = recurrentActivation ?? Activation.Sigmoid,
                UnitForgetBias = unitForgetBias,
            },
            name)
    {
    }

    private LSTMCell(RecurrentSettings settings, string? name)
        : base(settings, static (settings, owner) => new LstmUnits(settings, owner), name)
    {
    }

    /// <summary>What the gates go through.</summary>
    public Activation RecurrentActivation => Settings.RecurrentActivation;

    /// <summary>Whether the bias of the forget gates starts at 1.</summary>
    public bool UnitForgetBias => Settings.UnitForgetBias;

    internal static LSTMCell FromConfig(ConfigReader reader) => new(RecurrentSettings.ReadLstm(reader), reader.String("name"));
}
