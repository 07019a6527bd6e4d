using System.Runtime.InteropServices;

namespace DeepSharp.Layers;

/// <summary>How often each token was there, and in how many documents.</summary>
internal sealed class TokenCounts<T>
    where T : notnull
{
    public Dictionary<T, TokenCount> Counts { get; } = [];

    /// <summary>Number of documents.</summary>
    public long Documents { get; private set; }

    /// <summary>What is added next is of another document.</summary>
    public void BeginDocument() => Documents++;

    public void Add(T token) => Add(ref CollectionsMarshal.GetValueRefOrAddDefault(Counts, token, out _));

    /// <summary>Counts a token of the document that was begun last.</summary>
    public void Add(ref TokenCount count)
    {
        count.Times++;
        if (count.LastDocument == Documents) return;
        count.LastDocument = Documents;
        count.Documents++;
    }

    /// <summary>Adds an array: each sample is a document, or all of an array of one axis where that comes as a batch.</summary>
    public void Add(ReadOnlySpan<T> tokens, Shape shape, bool isBatch)
    {
        bool isOne = isBatch && shape.Rank == 1;
        int length = isOne ? tokens.Length : shape[1..].Size;
        int documents = isOne ? 1 : shape[0];
        for (int i = 0; i < documents; i++)
        {
            BeginDocument();
            foreach (T token in tokens.Slice(i * length, length)) Add(token);
        }
    }
}
