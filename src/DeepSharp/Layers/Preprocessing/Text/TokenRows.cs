namespace DeepSharp.Layers;

/// <summary>The ids of a batch of texts: those of text i lie between two ends of its piece.</summary>
internal sealed class TokenRows
{
    // A piece of so many characters is worth a thread of its own.
    private const int PieceLetters = 1 << 15;

    private readonly int[] _starts;
    private readonly TokenIds[] _pieces;
    private readonly int[] _counts;

    private TokenRows(int[] starts, int texts)
    {
        (_starts, _counts) = (starts, new int[texts]);
        _pieces = new TokenIds[starts.Length - 1];
    }

    /// <summary>The most ids that a text has.</summary>
    public int Longest => _counts.Length == 0 ? 0 : _counts.Max();

    /// <summary>
    /// Splits texts and finds their tokens, on several threads where that is worth it: with the same result on any number.
    /// </summary>
    /// <param name="texts">So many for each sample.</param>
    /// <param name="perSample">How many texts make a sample.</param>
    /// <param name="find">Adds the ids of a sample's texts.</param>
    public static TokenRows Of(ReadOnlyMemory<string> texts, int perSample, Action<ReadOnlyMemory<string>, TokenIds> find)
    {
        int samples = perSample == 0 ? 0 : texts.Length / perSample;
        var rows = new TokenRows(Pieces(texts.Span, perSample, samples), samples);
        ManagedLoop.For(rows._pieces.Length, Fill);
        return rows;

        void Fill(int piece)
        {
            TokenIds ids = rows._pieces[piece] = new TokenIds();
            for (int sample = rows._starts[piece]; sample < rows._starts[piece + 1]; sample++)
            {
                int before = ids.Count;
                find(texts.Slice(sample * perSample, perSample), ids);
                rows._counts[sample] = ids.Count - before;
            }
        }
    }

    /// <summary>Hands on the ids of each sample, in order.</summary>
    public void ForEach(Action<int, ReadOnlySpan<int>> use)
    {
        for (int piece = 0; piece < _pieces.Length; piece++)
        {
            ReadOnlySpan<int> ids = _pieces[piece].All;
            for (int sample = _starts[piece]; sample < _starts[piece + 1]; sample++)
            {
                use(sample, ids[.._counts[sample]]);
                ids = ids[_counts[sample]..];
            }
        }
    }

    private static int[] Pieces(ReadOnlySpan<string> texts, int perSample, int samples)
    {
        var starts = new List<int> { 0 };
        long letters = 0;
        for (int sample = 0; sample < samples; sample++)
        {
            foreach (string text in texts.Slice(sample * perSample, perSample)) letters += text.Length;
            if (letters < PieceLetters || sample + 1 == samples) continue;
            starts.Add(sample + 1);
            letters = 0;
        }

        starts.Add(samples);
        return [.. starts];
    }
}
