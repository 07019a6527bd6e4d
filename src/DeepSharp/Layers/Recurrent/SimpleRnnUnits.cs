using DeepSharp.Kernels;

namespace DeepSharp.Layers;

/// <summary>The units of a <see cref="SimpleRNN"/>.</summary>
internal sealed class SimpleRnnUnits(RecurrentSettings settings, Layer owner) : GatedUnits(settings, owner, gates: 1)
{
    public override string CellName => "simple_rnn_cell";

    private protected override bool IsFused => Settings.Activation == Activation.Tanh;

    private protected override Op CreateOp(RecurrentOptions options) => new RecurrentOp<SimpleRnnCell>("SimpleRNN", options);

    private protected override void ComposeStep(in ComposedStep step, Span<Tensor> states) =>
        states[0] = Settings.Activation.Apply(step.Sums(states[0], RecurrentKernel!.Value));
}
