using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>A matrix of weights, (inputs, outputs), in the order in which products read it; for <see cref="PackedLinearOp"/>.</summary>
internal sealed class PackedKernel
{
    private ArraySegment<float> _values = ArraySegment<float>.Empty;

    /// <summary>Rows of the matrix.</summary>
    public int Inputs { get; private set; }

    /// <summary>Columns of the matrix.</summary>
    public int Outputs { get; private set; }

    /// <summary>The packed values.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>Where they begin, for as long as somebody holds this.</summary>
    public unsafe float* Address => AlignedArray.Address(_values);

    /// <summary>Takes over the values of a matrix; what was there before is overwritten.</summary>
    /// <param name="kernel">Inputs by outputs; leading axes of length 1 are left aside.</param>
    public void Pack(Tensor kernel)
    {
        (Inputs, Outputs) = (kernel.Shape[^2], kernel.Shape[^1]);
        int length = (int)PackedColumns.Length(Inputs, Outputs);
        if (_values.Count != length) _values = AlignedArray.KeepPinned<float>(length);
        PackedColumns.Pack(kernel.Values, Inputs, Outputs, _values);
    }

    /// <summary>Whether a matrix can be packed: in an array of floats, by tiles.</summary>
    public static bool CanHold(int inputs, int outputs) => outputs > 1 && PackedColumns.Length(inputs, outputs) <= int.MaxValue / 2;
}
