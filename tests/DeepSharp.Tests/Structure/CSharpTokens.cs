namespace DeepSharp.Tests.Structure;

/// <summary>
/// Cuts C# into words and signs. Comments, string and character literals and preprocessor lines vanish; the holes of interpolated strings
/// stay.
/// </summary>
internal sealed class CSharpTokens
{
    private readonly string _text;
    private readonly List<string> _tokens = [];
    private int _at;

    private CSharpTokens(string text) => _text = text;

    public static IReadOnlyList<string> Of(string text)
    {
        var reader = new CSharpTokens(text);
        while (reader._at < text.Length) reader.Next();
        return reader._tokens;
    }

    private char Peek(int ahead = 0) => _at + ahead < _text.Length ? _text[_at + ahead] : '\0';

    private void Next()
    {
        char c = Peek();
        if (char.IsWhiteSpace(c)) _at++;
        else if (c == '/' && Peek(1) == '/') SkipTo("\n");
        else if (c == '/' && Peek(1) == '*') SkipTo("*/");
        else if (c == '#') SkipTo("\n");
        else if (c == '\'') SkipCharacter();
        else if (c is '"' or '$' or '@' && StartsString()) String();
        else if (char.IsLetter(c) || c == '_') Word();
        else if (char.IsDigit(c)) SkipNumber();
        else Sign();
    }

    private void SkipTo(string end)
    {
        int found = _text.IndexOf(end, _at + 2, StringComparison.Ordinal);
        if (_text[_at] == '#' || end == "\n") found = _text.IndexOf('\n', _at);
        _at = found < 0 ? _text.Length : found + end.Length;
    }

    private void SkipCharacter()
    {
        _at++;
        while (Peek() != '\'' && Peek() != '\0') _at += Peek() == '\\' ? 2 : 1;
        _at++;
    }

    private void SkipNumber()
    {
        while (char.IsLetterOrDigit(Peek()) || Peek() == '_' || (Peek() == '.' && char.IsDigit(Peek(1)))) _at++;
    }

    private void Word()
    {
        int start = _at;
        while (char.IsLetterOrDigit(Peek()) || Peek() == '_') _at++;
        _tokens.Add(_text[start.._at]);
    }

    private void Sign()
    {
        int length = Peek() == '=' && Peek(1) == '>' ? 2 : 1;
        _tokens.Add(_text.Substring(_at, length));
        _at += length;
    }

    private bool StartsString()
    {
        int i = 0;
        while (Peek(i) is '$' or '@') i++;
        return Peek(i) == '"';
    }

    private void String()
    {
        int dollars = 0;
        bool verbatim = false;
        for (; Peek() != '"'; _at++)
        {
            if (Peek() == '$') dollars++;
            else verbatim = true;
        }

        int quotes = 0;
        while (Peek(quotes) == '"') quotes++;
        if (quotes == 2)
        {
            _at += 2;
            return;
        }

        int fence = quotes >= 3 ? quotes : 1;
        _at += fence;
        Content(fence, dollars, verbatim);
    }

    private void Content(int fence, int dollars, bool verbatim)
    {
        while (_at < _text.Length)
        {
            if (AtFence(fence))
            {
                if (verbatim && Peek(1) == '"') _at += 2;
                else
                {
                    _at += fence;
                    return;
                }
            }
            else if (fence == 1 && !verbatim && Peek() == '\\') _at += 2;
            else if (dollars > 0 && Peek() == '{') Braces(dollars, fence);
            else _at++;
        }
    }

    private bool AtFence(int fence)
    {
        for (int i = 0; i < fence; i++)
        {
            if (Peek(i) != '"') return false;
        }

        return true;
    }

    // As many braces as dollars open a hole; in plain strings two are a brace of the text.
    private void Braces(int dollars, int fence)
    {
        int braces = 0;
        while (Peek(braces) == '{') braces++;
        _at += braces;
        bool isHole = fence == 1 ? braces % 2 == 1 : braces >= dollars;
        if (!isHole) return;
        for (int depth = 1; depth > 0 && _at < _text.Length;)
        {
            if (Peek() == '{') depth++;
            if (Peek() == '}') depth--;
            if (depth > 0) Next();
        }

        _at += dollars;
    }
}
