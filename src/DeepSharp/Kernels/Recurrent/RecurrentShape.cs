namespace DeepSharp.Kernels;

/// <summary>Sizes of a recurrence over a batch of sequences, and the layouts that follow from them.</summary>
/// <remarks>
/// <para>A step multiplies rows [input | 1 | state] by one matrix made of the kernel, the bias and the recurrent kernel: the bias and the
/// gradients of all three come out of the same products.</para>
/// <para>Units are taken in panels, as many as a register tile has columns; what only one panel reads is padded to whole panels.</para>
/// </remarks>
internal readonly struct RecurrentShape
{
    public RecurrentShape(int batch, int steps, int inputs, int units, int gates, bool hasBias, bool splitsLastGate = false)
    {
        (Batch, Steps, Inputs, Units, Gates, HasBias) = (batch, steps, inputs, units, gates, hasBias);
        SplitsLastGate = splitsLastGate;
        PanelWidth = F512.IsSupported && units > 16 ? 32 : F256.IsSupported && units > 8 ? 16 : F128.IsSupported ? 8 : 2;
        Panels = (units - 1) / PanelWidth + 1;
        StateOffset = inputs + (hasBias ? 1 : 0);
        RowStride = Spread(StateOffset + Panels * PanelWidth);
        GradientStride = Spread(Sums * units);
    }

    public int Batch { get; }

    public int Steps { get; }

    /// <summary>Values of an input at one step.</summary>
    public int Inputs { get; }

    public int Units { get; }

    /// <summary>Columns of the kernels for each unit: four for an LSTM.</summary>
    public int Gates { get; }

    /// <summary>Whether the products of the last gate with the input are a sum of their own, behind those of all gates.</summary>
    public bool SplitsLastGate { get; }

    /// <summary>Sums a unit forms at a step.</summary>
    public int Sums => SplitsLastGate ? Gates + 1 : Gates;

    public bool HasBias { get; }

    /// <summary>Units of a panel: as wide a tile as the units fill.</summary>
    public int PanelWidth { get; }

    public int Panels { get; }

    /// <summary>Where the state starts in a row.</summary>
    public int StateOffset { get; }

    /// <summary>Floats from a row to the next; the state may be written in whole panels.</summary>
    public int RowStride { get; }

    /// <summary>Floats from a row of gradients of all sums to the next.</summary>
    public int GradientStride { get; }

    /// <summary>Values of a row that are multiplied.</summary>
    public int Depth => StateOffset + Units;

    /// <summary>Columns of the weights, gate after gate.</summary>
    public int GateColumns => Gates * Units;

    /// <summary>
    /// Columns of the gradients of the sums; the first <see cref="GateColumns"/> are those of the products with the state.
    /// </summary>
    public int SumColumns => Sums * Units;

    /// <summary>Columns of the gates that are not split.</summary>
    public int WholeColumns => (SplitsLastGate ? Gates - 1 : Gates) * Units;

    /// <summary>Values of the bias: a split gate makes it two.</summary>
    public int BiasLength => SplitsLastGate ? 2 * GateColumns : GateColumns;

    /// <summary>Values of one quantity of all panels at one step.</summary>
    public nint PanelValues => (nint)Panels * Batch * PanelWidth;

    /// <summary>Units of a panel that exist.</summary>
    public int UnitsOf(int panel) => Math.Min(PanelWidth, Units - panel * PanelWidth);

    // Whole cache lines, and not so that the rows of a tile fall into one set of the cache.
    private static int Spread(int length)
    {
        int stride = (length + 15) & ~15;
        return MatMulBlocking.IsConflicting(stride) ? stride + 16 : stride;
    }
}
