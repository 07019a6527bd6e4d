namespace DeepSharp.Kernels;

/// <summary>The tensors of a recurrence, by their memory. Empty spans stand for what is not there.</summary>
internal ref struct RecurrentBuffers
{
    public RecurrentShape Sizes;

    /// <summary>The sequence is taken from its end.</summary>
    public bool IsReversed;

    /// <summary>The output has a row for each step, not only for the last one.</summary>
    public bool ReturnsSequences;

    /// <summary>The output of a masked step is 0 instead of the output before.</summary>
    public bool ZeroesMasked;

    /// <summary>The outputs of the steps come in the reverse of the order in which steps are taken.</summary>
    public bool FlipsOutput;

    /// <summary>(batch, steps, inputs)</summary>
    public ReadOnlySpan<float> X;

    /// <summary>(batch, steps), 0 where a step is left out.</summary>
    public ReadOnlySpan<float> Mask;

    /// <summary>(inputs, gates·units)</summary>
    public ReadOnlySpan<float> Kernel;

    /// <summary>(units, gates·units)</summary>
    public ReadOnlySpan<float> RecurrentKernel;

    /// <summary>(gates·units)</summary>
    public ReadOnlySpan<float> Bias;

    /// <summary>(batch, units); zeros if empty.</summary>
    public ReadOnlySpan<float> InitialState;
    public ReadOnlySpan<float> InitialCell;

    /// <summary>(batch, steps, units) or (batch, units). Backwards its gradient.</summary>
    public Span<float> Y;

    /// <summary>(batch, units). Backwards their gradients.</summary>
    public Span<float> FinalState;
    public Span<float> FinalCell;

    /// <summary>
    /// What the backward pass needs, of the lengths that <see cref="RecurrentKernels"/> tells; empty without a backward pass.
    /// </summary>
    public Span<float> Rows;
    public Span<float> Cells;
    public Span<float> Saved;

    /// <summary>One a sample, if there is a mask.</summary>
    public Span<int> FirstSteps;
}

/// <summary>The gradients of a recurrence, each to be added to or overwritten; empty where none is wanted.</summary>
internal ref struct RecurrentGradients
{
    public Span<float> X;
    public Span<float> Kernel;
    public Span<float> RecurrentKernel;
    public Span<float> Bias;
    public Span<float> InitialState;
    public Span<float> InitialCell;

    public bool AddsToX;
    public bool AddsToKernel;
    public bool AddsToRecurrentKernel;
    public bool AddsToBias;
    public bool AddsToInitialState;
    public bool AddsToInitialCell;
}
