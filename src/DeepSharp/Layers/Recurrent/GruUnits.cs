using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp.Layers;

/// <summary>The units of a <see cref="GRU"/>.</summary>
internal sealed class GruUnits : GatedUnits
{
    private static readonly ReshapeOp s_flat = new([Shape.Any]);

    private readonly ColumnsOp _inputBias;
    private readonly ColumnsOp[] _stateBias;

    public GruUnits(RecurrentSettings settings, Layer owner)
        : base(settings, owner, gates: 3)
    {
        _inputBias = new ColumnsOp(0, 3 * Units);
        _stateBias = [new ColumnsOp(3 * Units, Units), new ColumnsOp(4 * Units, Units), new ColumnsOp(5 * Units, Units)];
    }

    public override string CellName => "gru_cell";

    private protected override bool IsFused =>
        Settings.ResetAfter && Settings.Activation == Activation.Tanh && Settings.RecurrentActivation == Activation.Sigmoid;

    private protected override Shape BiasShape => Settings.ResetAfter ? [2, 3 * Units] : [3 * Units];

    public override void Write(JsonObject config)
    {
        base.Write(config);
        config["recurrent_activation"] = Settings.RecurrentActivation.ToConfig();
        config["reset_after"] = Settings.ResetAfter;
    }

    private protected override Op CreateOp(RecurrentOptions options) => new RecurrentOp<GruCell>("GRU", options);

    private protected override Tensor? InputBias() =>
        Settings.ResetAfter && Bias is { } bias ? Tape.Run(_inputBias, Tape.Run(s_flat, bias.Value)) : base.InputBias();

    private protected override void ComposeStep(in ComposedStep step, Span<Tensor> states)
    {
        Tensor before = states[0];
        Tensor z = Settings.RecurrentActivation.Apply(step.Products(0) + StateProducts(step, 0, before));
        Tensor r = Settings.RecurrentActivation.Apply(step.Products(1) + StateProducts(step, 1, before));
        Tensor ofState = Settings.ResetAfter
            ? r * StateProducts(step, 2, before)
            : Linear(r * step.StateOf(2, before), Gate(RecurrentKernel!.Value, 2), bias: null);
        Tensor candidate = Settings.Activation.Apply(step.Products(2) + ofState);
        states[0] = z * before + (1f - z) * candidate;
    }

    private Tensor StateProducts(in ComposedStep step, int gate, Tensor state)
    {
        Tensor? bias = Settings.ResetAfter && Bias is { } both ? Tape.Run(_stateBias[gate], Tape.Run(s_flat, both.Value)) : null;
        return Linear(step.StateOf(gate, state), Gate(RecurrentKernel!.Value, gate), bias);
    }
}
