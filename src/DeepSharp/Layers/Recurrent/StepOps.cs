namespace DeepSharp;

/// <summary>The ops of one step of a recurrent layer that composes its steps.</summary>
internal sealed class StepOps
{
    private static readonly GateMaskOp[] s_masks = [.. Enumerable.Range(0, 4).Select(gate => new GateMaskOp(gate))];

    private readonly StepColumnsOp[] _columns;

    public StepOps(int step, int gates, int units)
    {
        Sum = new RecurrentSumsOp(step);
        _columns = [.. Enumerable.Range(0, gates).Select(gate => new StepColumnsOp(step, gate * units, units))];
    }

    /// <summary>The sums of all gates.</summary>
    public RecurrentSumsOp Sum { get; }

    /// <summary>The state times the mask of a gate.</summary>
    public static GateMaskOp Mask(int gate) => s_masks[gate];

    /// <summary>The input's products of one gate.</summary>
    public StepColumnsOp Columns(int gate) => _columns[gate];
}
