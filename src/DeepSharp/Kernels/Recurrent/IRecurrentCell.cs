namespace DeepSharp.Kernels;

/// <summary>
/// What a recurrent layer does with its sums at one step, for one register of units: the only part in which LSTM, GRU and the like differ.
/// </summary>
internal unsafe interface IRecurrentCell
{
    /// <summary>Columns of the kernels that a unit has: the gates.</summary>
    static abstract int Gates { get; }

    /// <summary>
    /// Whether the last gate needs its products with the input and with the state apart, each with its own bias; the bias is then
    /// (2, gates·units). A unit has a sum for each gate, of the last one that with the state, and then its sum with the input.
    /// </summary>
    static abstract bool SplitsLastGate { get; }

    /// <summary>Values a unit saves at a step for the backward pass.</summary>
    static abstract int SavedValues { get; }

    /// <summary>Whether a unit has a second state beside its output, the cell.</summary>
    static abstract bool HasCell { get; }

    /// <summary>Whether the gradient of the previous state has a part that does not come through the gates.</summary>
    static abstract bool PassesStateOn { get; }

    /// <summary>The new state.</summary>
    /// <param name="sums">
    /// The first gate's; the others follow at <paramref name="gateStride"/>, and behind them that of a split gate with the input.
    /// </param>
    /// <param name="gateStride">Floats from a gate's sums to the next gate's.</param>
    /// <param name="stride">Floats from a saved value's register to the next.</param>
    /// <param name="previousState">The state before.</param>
    /// <param name="previousCell">Read, if there is a cell.</param>
    /// <param name="cell">Written; may be <paramref name="previousCell"/>.</param>
    /// <param name="saved">Written, unless null.</param>
    static abstract TSimd Forward<TSimd>(
        float* sums, nint gateStride, nint stride, TSimd previousState, float* previousCell, float* cell, float* saved)
        where TSimd : unmanaged, ISimd<TSimd>;

    /// <summary>From the gradient of the state to those of the sums; returns that of the previous state, if it is passed on.</summary>
    /// <param name="gradient">Of the new state.</param>
    /// <param name="saved">What the forward pass saved.</param>
    /// <param name="stride">Floats from a saved value's register to the next.</param>
    /// <param name="previousState">The state before.</param>
    /// <param name="previousCell">The cell before.</param>
    /// <param name="cellGradient">Of the cell after the step; becomes that of the cell before.</param>
    /// <param name="sumGradients">Written: the first sum's, then the others'.</param>
    /// <param name="gateStride">Floats from a gate's gradient to the next gate's.</param>
    static abstract TSimd Backward<TSimd>(
        TSimd gradient, float* saved, nint stride, TSimd previousState, float* previousCell, float* cellGradient,
        float* sumGradients, nint gateStride)
        where TSimd : unmanaged, ISimd<TSimd>;
}
