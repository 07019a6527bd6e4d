namespace DeepSharp;

/// <summary>
/// How a tensor is read as a batch of matrices: as it lies in memory, perhaps transposed, or in a copy with its axes in another order.
/// </summary>
internal sealed class EinsumOrder
{
    /// <summary>Letters as they lie in memory, and as (batch, first, second) needs them.</summary>
    public EinsumOrder(string letters, string batch, string first, string second)
    {
        string wanted = batch + first + second;
        IsTransposed = letters != wanted && letters == batch + second + first;
        NeedsCopy = letters != wanted && !IsTransposed;
        Permutation = [.. wanted.Select(letter => letters.IndexOf(letter))];
        Inverse = [.. letters.Select(letter => wanted.IndexOf(letter))];
        Wanted = wanted;
    }

    /// <summary>The letters of the copy.</summary>
    public string Wanted { get; }

    /// <summary>Whether the matrices lie in memory as (second, first).</summary>
    public bool IsTransposed { get; }

    /// <summary>Whether neither order is that of the memory.</summary>
    public bool NeedsCopy { get; }

    /// <summary>Whether the matrices lie in memory as they are wanted.</summary>
    public bool IsPlain => !IsTransposed && !NeedsCopy;

    /// <summary>The axes of the tensor in the order of the copy.</summary>
    public int[] Permutation { get; }

    /// <summary>The axes of the copy in the order of the tensor.</summary>
    public int[] Inverse { get; }
}
