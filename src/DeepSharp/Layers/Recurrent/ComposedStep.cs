namespace DeepSharp;

/// <summary>What a recurrent layer that composes its steps has at one of them.</summary>
/// <param name="Ops">The ops of the step.</param>
/// <param name="AllProducts">The input's products with the kernel at all steps, bias included: (batch, steps, gates · units).</param>
/// <param name="StateMasks">What the state is multiplied by for each gate, (gates · batch, units); null for nothing.</param>
internal readonly record struct ComposedStep(StepOps Ops, Tensor AllProducts, Tensor? StateMasks)
{
    /// <summary>Whether the gates see different parts of the state.</summary>
    public bool HasStateMasks => StateMasks is not null;

    /// <summary>The sums of all gates, products of the input plus those of the state: (batch, gates · units).</summary>
    public Tensor Sums(Tensor state, Tensor recurrentKernel) => StateMasks is null
        ? Tape.Run(Ops.Sum, AllProducts, state, recurrentKernel)
        : Tape.Run(Ops.Sum, AllProducts, state, recurrentKernel, StateMasks);

    /// <summary>The input's products of one gate alone: (batch, units).</summary>
    public Tensor Products(int gate) => Tape.Run(Ops.Columns(gate), AllProducts);

    /// <summary>The state as a gate sees it.</summary>
    public Tensor StateOf(int gate, Tensor state) => StateMasks is null ? state : Tape.Run(StepOps.Mask(gate), state, StateMasks);
}
