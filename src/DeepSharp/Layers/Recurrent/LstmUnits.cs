using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp.Layers;

/// <summary>The units of an <see cref="LSTM"/>.</summary>
internal sealed class LstmUnits(RecurrentSettings settings, Layer owner) : GatedUnits(settings, owner, gates: 4)
{
    public override int StateCount => 2;

    public override string CellName => "lstm_cell";

    private protected override bool IsFused => Settings.Activation == Activation.Tanh && Settings.RecurrentActivation == Activation.Sigmoid;

    public override void Write(JsonObject config)
    {
        base.Write(config);
        config["recurrent_activation"] = Settings.RecurrentActivation.ToConfig();
        config["unit_forget_bias"] = Settings.UnitForgetBias;
    }

    private protected override void BeginBias(Span<float> bias)
    {
        if (Settings.UnitForgetBias) bias.Slice(Units, Units).Fill(1f);
    }

    private protected override Op CreateOp(RecurrentOptions options) => new RecurrentOp<LstmCell>("LSTM", options);

    private protected override void ComposeStep(in ComposedStep step, Span<Tensor> states)
    {
        (Activation activation, Activation gates) = (Settings.Activation, Settings.RecurrentActivation);
        Tensor sums = step.Sums(states[0], RecurrentKernel!.Value);
        Tensor i = gates.Apply(Gate(sums, 0)), f = gates.Apply(Gate(sums, 1));
        Tensor g = activation.Apply(Gate(sums, 2)), o = gates.Apply(Gate(sums, 3));
        Tensor cell = Tape.Run(LstmCellOp.Instance, i, f, g, states[1]);
        (states[0], states[1]) = (o * activation.Apply(cell), cell);
    }
}
