namespace DeepSharp;

/// <summary>What a recurrent layer that composes its steps has at one of them.</summary>
/// <param name="Sum">The op that adds state times recurrent kernel.</param>
/// <param name="Products">The input's products with the kernel at all steps, bias included: (batch, steps, gates · units).</param>
/// <param name="StateMasks">What the state is multiplied by for each gate, (gates · batch, units); null for nothing.</param>
internal readonly record struct ComposedStep(RecurrentSumsOp Sum, Tensor Products, Tensor? StateMasks)
{
    /// <summary>The sums of all gates: (batch, gates · units).</summary>
    public Tensor Sums(Tensor state, Tensor recurrentKernel) =>
        StateMasks is null ? Tape.Run(Sum, Products, state, recurrentKernel) : Tape.Run(Sum, Products, state, recurrentKernel, StateMasks);
}
