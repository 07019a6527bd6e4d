using System.Runtime.InteropServices;

namespace DeepSharp.Layers;

/// <summary>Finds tokens in a vocabulary; a token of no characters stands for nothing.</summary>
/// <param name="table">Where tokens are.</param>
/// <param name="ids">Gets their ids.</param>
/// <param name="first">The id of the first token.</param>
/// <param name="unknown">The id of all that are not there.</param>
/// <param name="empty">The id of a token of no characters.</param>
internal readonly struct IdSink(TokenTable table, TokenIds ids, int first, int unknown, int empty) : ITokenSink
{
    public void Add(ReadOnlySpan<char> token)
    {
        int place = token.IsEmpty ? -1 : table.Find(token);
        ids.Add(place >= 0 ? first + place : token.IsEmpty ? empty : unknown);
    }
}

/// <summary>Counts tokens.</summary>
internal readonly struct CountSink(TokenCounts<string> counts) : ITokenSink
{
    private readonly Dictionary<string, TokenCount>.AlternateLookup<ReadOnlySpan<char>> _counts =
        counts.Counts.GetAlternateLookup<ReadOnlySpan<char>>();

    public void Add(ReadOnlySpan<char> token) => counts.Add(ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, token, out _));
}
