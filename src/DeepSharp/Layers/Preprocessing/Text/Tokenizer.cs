using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace DeepSharp.Layers;

/// <summary>
/// Standardizes text and splits it into tokens, without a string for each: a token is a stretch of the text, or of a copy.
/// </summary>
internal sealed class Tokenizer
{
    // Of ASCII what a character becomes; or that it goes, or that it ends a token. Keras's text is UTF-8, of which it knows ASCII only.
    private const byte Gone = 128, End = 129;

    private readonly byte[] _table = new byte[128];
    private readonly Func<string, string>? _standardize;
    private readonly Func<string, IEnumerable<string>>? _split;
    private readonly bool _isWhitespace, _isCharacters, _changes;
    private readonly int[]? _ngrams;
    private readonly SearchValues<char> _stops;

    public Tokenizer(TextStandardization standardize, TextSplit split, NGrams? ngrams)
    {
        (_standardize, _split) = (standardize.Function, split.Function);
        (_isWhitespace, _isCharacters) = (split == TextSplit.Whitespace, split == TextSplit.Character);
        _ngrams = ngrams?.Widths.ToArray();
        for (int i = 0; i < _table.Length; i++)
        {
            char letter = (char)i;
            _table[i] = _isWhitespace && (letter is ' ' or (>= '\t' and <= '\r')) ? End
                : standardize.Strips && (char.IsPunctuation(letter) || char.IsSymbol(letter)) ? Gone
                : standardize.Lowers ? (byte)char.ToLowerInvariant(letter)
                : (byte)i;
        }

        _changes = standardize.Strips || standardize.Lowers;
        _stops = SearchValues.Create(" \t\n\v\f\r");
    }

    /// <summary>Hands a text's tokens on, or what n neighbouring ones make.</summary>
    public void Split<TSink>(string text, ref TSink sink)
        where TSink : struct, ITokenSink
    {
        if (_ngrams is null)
        {
            SplitOnce(text, ref sink);
            return;
        }

        var grams = new NGramSink(new ArrayBufferWriter<char>(Math.Max(16, text.Length)), []);
        SplitOnce(text, ref grams);
        grams.HandOn(_ngrams, ref sink);
    }

    /// <summary>Hands on what neighbouring strings make, of which each is a token already.</summary>
    public void Join<TSink>(ReadOnlySpan<string> texts, ref TSink sink)
        where TSink : struct, ITokenSink
    {
        var grams = new NGramSink(new ArrayBufferWriter<char>(16), []);
        foreach (string text in texts)
        {
            if (_ngrams is null) SplitOnce(text, ref sink);
            else SplitOnce(text, ref grams);
        }

        if (_ngrams is not null) grams.HandOn(_ngrams, ref sink);
    }

    private void SplitOnce<TSink>(string text, ref TSink sink)
        where TSink : struct, ITokenSink
    {
        if (_standardize is not null)
        {
            text = _standardize(text) ?? throw new InvalidOperationException(
                "TextStandardization.Custom: expected a text but the function gave null.");
        }

        if (_split is null && _isWhitespace && !_changes)
        {
            SplitAtWhitespace(text, ref sink);
            return;
        }

        char[]? rented = text.Length > 1024 ? ArrayPool<char>.Shared.Rent(text.Length) : null;
        Span<char> room = rented ?? stackalloc char[1024];
        if (_split is null && _isWhitespace)
        {
            Scan(text, room, ref sink);
        }
        else
        {
            ReadOnlySpan<char> whole = _changes ? room[..Change(text, room)] : text;
            if (_split is not null) HandOn(_split(_changes ? whole.ToString() : text), ref sink);
            else if (_isCharacters) SplitCharacters(whole, ref sink);
            else sink.Add(whole);
        }

        if (rented is not null) ArrayPool<char>.Shared.Return(rented);
    }

    // One pass: a character is looked up once, and written where the token is made.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Scan<TSink>(string text, Span<char> room, ref TSink sink)
        where TSink : struct, ITokenSink
    {
        ReadOnlySpan<byte> table = _table;
        int length = 0;
        foreach (char letter in text)
        {
            if (letter >= 128)
            {
                room[length++] = letter;
                continue;
            }

            byte becomes = table[letter];
            if (becomes < 128)
            {
                room[length++] = (char)becomes;
            }
            else if (becomes == End && length > 0)
            {
                sink.Add(room[..length]);
                length = 0;
            }
        }

        if (length > 0) sink.Add(room[..length]);
    }

    private void SplitAtWhitespace<TSink>(ReadOnlySpan<char> text, ref TSink sink)
        where TSink : struct, ITokenSink
    {
        while (!text.IsEmpty)
        {
            int end = text.IndexOfAny(_stops);
            if (end < 0) end = text.Length;
            if (end > 0) sink.Add(text[..end]);
            text = text[Math.Min(text.Length, end + 1)..];
        }
    }

    private int Change(ReadOnlySpan<char> text, Span<char> room)
    {
        int length = 0;
        foreach (char letter in text)
        {
            byte becomes = letter < 128 ? _table[letter] : (byte)0;
            if (letter >= 128) room[length++] = letter;
            else if (becomes < 128) room[length++] = (char)becomes;
        }

        return length;
    }

    // Half a character is none, as it is in UTF-8.
    private static void SplitCharacters<TSink>(ReadOnlySpan<char> text, ref TSink sink)
        where TSink : struct, ITokenSink
    {
        while (!text.IsEmpty)
        {
            bool isWhole = Rune.DecodeFromUtf16(text, out _, out int length) == OperationStatus.Done;
            sink.Add(isWhole ? text[..length] : "\uFFFD");
            text = text[length..];
        }
    }

    private static void HandOn<TSink>(IEnumerable<string> tokens, ref TSink sink)
        where TSink : struct, ITokenSink
    {
        foreach (string token in tokens ?? throw Missing()) sink.Add(token ?? throw Missing());

        static InvalidOperationException Missing() => new("TextSplit.Custom: expected tokens but the function gave null.");
    }

    // The tokens of a text behind each other, with a space after each: what lies between two ends is what they are joined to.
    private readonly struct NGramSink(ArrayBufferWriter<char> letters, List<int> ends) : ITokenSink
    {
        public void Add(ReadOnlySpan<char> token)
        {
            letters.Write(token);
            letters.Write(" ");
            ends.Add(letters.WrittenCount);
        }

        public void HandOn<TSink>(int[] widths, ref TSink sink)
            where TSink : struct, ITokenSink
        {
            foreach (int width in widths)
            {
                for (int last = width - 1; last < ends.Count; last++)
                {
                    int start = last < width ? 0 : ends[last - width];
                    sink.Add(letters.WrittenSpan[start..(ends[last] - 1)]);
                }
            }
        }
    }
}
