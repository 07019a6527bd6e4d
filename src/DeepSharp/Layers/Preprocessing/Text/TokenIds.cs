using System.Runtime.CompilerServices;

namespace DeepSharp.Layers;

/// <summary>The ids of the tokens of some texts, behind each other.</summary>
internal sealed class TokenIds
{
    private int[] _ids = new int[256];

    public int Count { get; private set; }

    public ReadOnlySpan<int> All => _ids.AsSpan(0, Count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int id)
    {
        if (Count == _ids.Length) Grow();
        _ids[Count++] = id;
    }

    private void Grow() => Array.Resize(ref _ids, (int)Math.Min(Array.MaxLength, 2L * _ids.Length));
}
