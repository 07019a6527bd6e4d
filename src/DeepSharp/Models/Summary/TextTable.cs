namespace DeepSharp;

/// <summary>Where the text of a column stands.</summary>
internal enum TextAlignment
{
    Left,
    Center,
    Right,
}

/// <summary>
/// A table of text with borders, as Keras's summaries have it: a heavy rule below the heading, a light one between rows; text that does not
/// fit wraps at spaces, and a word that is too long is cut.
/// </summary>
internal sealed class TextTable
{
    private const int LeastWidth = 4;

    private readonly TextAlignment[] _alignments;
    private readonly int[] _widths;

    /// <summary>A table of some width.</summary>
    /// <param name="width">All characters of a line.</param>
    /// <param name="edges">Where each column ends, as a share of the width.</param>
    /// <param name="alignments">One for each column.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column would be too narrow to read.</exception>
    public TextTable(int width, IReadOnlyList<double> edges, IReadOnlyList<TextAlignment> alignments)
    {
        _alignments = [.. alignments];
        _widths = new int[edges.Count];
        int left = 0;
        for (int i = 0; i < _widths.Length; i++)
        {
            int edge = (int)(edges[i] * width);
            _widths[i] = edge - left;
            left = edge;
            if (_widths[i] >= LeastWidth) continue;
            throw new ArgumentOutOfRangeException(
                nameof(width),
                $"Summary: expected a width of {LeastWidth} columns or more for each of {edges.Count} but got {width} in all.");
        }

        MakeRoomForBorders();
    }

    public void WriteHeading(TextWriter output, params IReadOnlyList<string> cells)
    {
        WriteRule(output, '┏', '━', '┳', '┓');
        WriteRow(output, '┃', cells);
        WriteRule(output, '┡', '━', '╇', '┩');
    }

    public void WriteRow(TextWriter output, IReadOnlyList<string> cells) => WriteRow(output, '│', cells);

    public void WriteRuleBetweenRows(TextWriter output) => WriteRule(output, '├', '─', '┼', '┤');

    public void WriteEnd(TextWriter output) => WriteRule(output, '└', '─', '┴', '┘');

    /// <summary>The lines of a text in a column of some width.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        int line = 0, used = 0;
        for (int start = 0, end; start < text.Length; start = end)
        {
            // A word takes the spaces around it along, those behind it only if they fit.
            int wordStart = start, wordEnd;
            while (wordStart < text.Length && text[wordStart] == ' ') wordStart++;
            wordEnd = wordStart;
            while (wordEnd < text.Length && text[wordEnd] != ' ') wordEnd++;
            end = wordEnd;
            while (end < text.Length && text[end] == ' ') end++;

            if (wordEnd - start <= width - used)
            {
                used += end - start;
            }
            else if (used > 0)
            {
                yield return Cut(text[line..start], width);
                (line, used) = (start, end - start);
            }
        }

        yield return Cut(text[line..], width);
    }

    private static string Cut(string text, int width)
    {
        string line = text.TrimEnd(' ');
        return line.Length <= width ? line : string.Concat(line.AsSpan(0, Math.Max(0, width - 1)), "…");
    }

    // Borders and the spaces beside them take 3 characters a column and 1 more, off all columns alike.
    private void MakeRoomForBorders()
    {
        int excess = 3 * _widths.Length + 1;
        for (int i = 0; i < _widths.Length; i++)
        {
            int share = Math.Min(_widths[i] + 2, (int)Math.Round((double)excess / (_widths.Length - i), MidpointRounding.ToEven));
            _widths[i] += 2 - share;
            excess -= share;
        }
    }

    private void WriteRule(TextWriter output, char left, char line, char middle, char right) =>
        output.WriteLine(left + string.Join(middle, _widths.Select(width => new string(line, width))) + right);

    private void WriteRow(TextWriter output, char border, IReadOnlyList<string> cells)
    {
        string[][] lines = [.. cells.Select((cell, i) => Wrap(cell, _widths[i] - 2).ToArray())];
        for (int line = 0; line < lines.Max(cell => cell.Length); line++)
        {
            string text = border.ToString();
            for (int i = 0; i < lines.Length; i++)
            {
                text += $" {Align(line < lines[i].Length ? lines[i][line] : "", _widths[i] - 2, _alignments[i])} {border}";
            }

            output.WriteLine(text);
        }
    }

    private static string Align(string text, int width, TextAlignment alignment) => alignment switch
    {
        TextAlignment.Left => text.PadRight(width),
        TextAlignment.Center => text.PadLeft(text.Length + (width - text.Length) / 2).PadRight(width),
        _ => text.PadLeft(width),
    };
}
