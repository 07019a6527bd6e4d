namespace DeepSharp;

/// <summary>
/// The tensors of one step: inputs, and for each output the targets and the weights of the samples, where there are some.
/// </summary>
internal sealed class StepBatch(Tensor[] x, Tensor?[] y, Tensor?[] weights, int count)
{
    public Tensor[] X => x;

    public Tensor?[] Y => y;

    public Tensor?[] Weights => weights;

    /// <summary>What has worked on the inputs already, where something has.</summary>
    public AheadPart? Ahead { get; init; }

    /// <summary>Number of samples.</summary>
    public int Count { get; private set; } = count;

    /// <summary>Puts other tensors in the place of the only input and the only targets, without weights.</summary>
    public StepBatch With(Tensor input, Tensor target)
    {
        (x[0], y[0], weights[0], Count) = (input, target, null, input.Shape[0]);
        return this;
    }

    /// <summary>Says how many samples the tensors have that were put in their places.</summary>
    public StepBatch Of(int samples)
    {
        Count = samples;
        return this;
    }
}
