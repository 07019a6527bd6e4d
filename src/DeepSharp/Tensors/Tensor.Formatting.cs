using System.Globalization;
using System.Text;

namespace DeepSharp;

public sealed partial class Tensor
{
    // NumPy's habit: of a long axis, show this many values at either end.
    private const int EdgeItems = 3;
    private const int LongAxis = 10;

    /// <summary>The shape and the values, nested as in NumPy; the middle of axes longer than 10 is left out.</summary>
    public override string ToString()
    {
        if (IsStale) return $"Tensor {_shape} of an earlier step";
        var text = new StringBuilder($"Tensor {_shape} ");
        AppendAxis(text, 0, 0);
        return text.ToString();
    }

    private void AppendAxis(StringBuilder text, int axis, int offset)
    {
        if (axis == Rank)
        {
            text.Append(Values[offset].ToString("G6", CultureInfo.InvariantCulture));
            return;
        }

        int length = _shape[axis];
        int stride = 1;
        for (int i = axis + 1; i < Rank; i++) stride *= _shape[i];
        string separator = axis == Rank - 1 ? ", " : ",\n" + new string(' ', axis + 1);
        text.Append('[');
        for (int i = 0; i < length; i++)
        {
            if (i > 0) text.Append(separator);
            if (length > LongAxis && i == EdgeItems)
            {
                text.Append("...");
                i = length - EdgeItems - 1;
                continue;
            }

            AppendAxis(text, axis + 1, offset + i * stride);
        }

        text.Append(']');
    }
}
