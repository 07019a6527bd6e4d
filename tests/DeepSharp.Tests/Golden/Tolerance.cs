namespace DeepSharp.Tests.Golden;

/// <summary>
/// How far a value may lie from Keras's: |got - want| ≤ Absolute + Relative·|want|. The table of the README, never widened.
/// </summary>
internal readonly record struct Tolerance(double Absolute, double Relative)
{
    /// <summary>Outputs of layers, activations, losses and metrics.</summary>
    public static Tolerance Output { get; } = new(1e-5, 1e-5);

    /// <summary>Gradients of layers, activations and losses.</summary>
    public static Tolerance Gradient { get; } = new(5e-5, 1e-4);

    /// <summary>Parameters and slots after steps of an optimizer.</summary>
    public static Tolerance OptimizerStep { get; } = new(1e-5, 1e-5);

    /// <summary>Losses and gradients of a whole model.</summary>
    public static Tolerance TrainLoss { get; } = new(1e-5, 1e-4);

    /// <summary>Weights after steps of a whole model, and its predictions.</summary>
    public static Tolerance TrainWeights { get; } = new(1e-4, 1e-3);

    /// <summary>Everything after Fit: history, evaluation, weights, predictions.</summary>
    public static Tolerance Fit { get; } = new(1e-4, 1e-3);

    public bool Accepts(double want, double got) =>
        want.Equals(got) || Math.Abs(got - want) <= Absolute + Relative * Math.Abs(want);

    public void Check(string what, double want, double got) =>
        Assert.True(Accepts(want, got), $"{what}: expected {want:R} within {Absolute} + {Relative} of it, but got {got:R}.");

    public void Check(string what, Tensor want, Tensor? got)
    {
        Assert.True(got is not null, $"{what}: expected a tensor of shape {want.Shape} but got none.");
        Assert.True(want.Shape == got.Shape, $"{what}: expected shape {want.Shape} but got {got.Shape}.");
        for (int i = 0; i < want.Size; i++) Check($"{what}, value {i} of {want.Size}", want.Span[i], got.Span[i]);
    }
}
