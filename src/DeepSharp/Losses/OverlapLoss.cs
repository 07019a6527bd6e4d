using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>How much targets and predictions lie over each other, over some axes or over the whole batch.</summary>
/// <param name="Axis">The axes that the sums are over, the batch among them; null for all, which gives one loss for the batch.</param>
/// <param name="Reduction">How losses become one number.</param>
/// <param name="Name">Keras's name, or another.</param>
internal abstract record OverlapLoss(ValueList<int>? Axis, Reduction Reduction, string Name) : Loss(Name, Reduction)
{
    // The move for predictions of the rank that came last.
    private readonly Derived<Moves> _moves = new(new Moves());

    private protected sealed override bool IsOverBatch => true;

    /// <summary>The op; it is over as many axes at the end as <see cref="Axis"/> has.</summary>
    private protected abstract Op Op { get; }

    public sealed override Tensor PerSample(Tensor target, Tensor prediction)
    {
        if (Axis is not { } axes) return Tape.Run(Op, target, prediction);
        TransposeOp move = _moves.Value.For(prediction.Shape, axes);
        return Tape.Run(Op, Tape.Run(move, target), Tape.Run(move, prediction));
    }

    /// <summary>Reads the key <c>axis</c>: a number, a list of them, or none.</summary>
    private protected static int[]? AxisIn(ConfigReader reader) => reader.Node("axis") is null ? null : reader.OneOrMoreInts("axis", -1);

    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["axis"] = Axis is { } axes ? new JsonArray([.. axes.Select(axis => (JsonNode)axis)]) : null;
    }

    private sealed class Moves
    {
        private (int Rank, TransposeOp Op)? _last;

        public TransposeOp For(Shape shape, ValueList<int> axes)
        {
            if (_last is { } last && last.Rank == shape.Rank) return last.Op;
            TransposeOp op = LossAxis.Move(shape.Rank, Places(shape, axes));
            _last = (shape.Rank, op);
            return op;
        }

        private static int[] Places(Shape shape, ValueList<int> axes)
        {
            int[] places = [.. axes.Select(axis => shape.NormalizeAxis(axis))];
            if (places.Distinct().Count() == places.Length) return places;
            throw new ShapeException($"expected each axis once but got ({string.Join(", ", axes)}) for predictions of shape {shape}.");
        }
    }
}
