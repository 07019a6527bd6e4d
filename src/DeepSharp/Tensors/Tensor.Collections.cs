using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepSharp;

// Numbers in brackets are a vector: Tensor t = [1f, 2f].
[CollectionBuilder(typeof(Tensor), nameof(FromValues))]
public sealed partial class Tensor
{
    /// <summary>A vector of numbers, rounded to floats; what <c>[0.1, 0.2]</c> makes.</summary>
    /// <example><code>Tensor weights = [0.1, 0.2, 0.7];</code></example>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static Tensor FromValues(ReadOnlySpan<double> values) => From(values);

    /// <summary>Enumerates all values in row-major order, whatever the rank.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public IEnumerator<double> GetEnumerator()
    {
        for (int i = 0; i < _length; i++) yield return Values[i];
    }
}
