using System.Text;

namespace DeepSharp;

/// <summary>The text of a bar within the width of a terminal: it is never wrapped, since a wrapped line cannot be redrawn.</summary>
internal sealed class ProgressLine(ProgressStyle style)
{
    private const int NarrowestBar = 5;
    private const string Bold = "\e[1m";
    private const string Green = "\e[32m";
    private const string Gray = "\e[37m";

    private readonly StringBuilder _text = new();
    private readonly List<string> _values = [];

    // Terminals wrap at different times when their last column is written: it stays free.
    private readonly int _columns = style.Width - 1;
    private int _length;
    private int _lastLength;

    /// <summary>Forgets the line that was drawn last: the next one begins on a line of its own.</summary>
    public void BeginAnew() => _lastLength = 0;

    /// <summary>The line, with a carriage return before it and spaces over what is left of the one before.</summary>
    /// <param name="count">Such as <c>12/1563</c>.</param>
    /// <param name="done">The share that is done, 0 to 1; null if nobody knows.</param>
    /// <param name="time">Such as <c>26s</c>.</param>
    /// <param name="step">Such as <c>17ms/step</c>.</param>
    /// <param name="logs">The values that are shown.</param>
    /// <param name="isLast">
    /// Whether the line stays. It then has all values, on further lines if need be; else those that there is room for.
    /// </param>
    public string Compose(string count, double? done, string time, string step, Logs? logs, bool isLast)
    {
        _values.Clear();
        foreach ((string name, double value) in logs ?? []) _values.Add($" - {name}: {Logs.Format(value)}");
        _text.Clear().Append('\r');
        _length = 0;
        Add(count, Bold);
        int taken = count.Length + 1 + time.Length + 1 + step.Length;
        if (done is { } share && taken + 1 + NarrowestBar <= _columns)
        {
            int room = (int)Math.Min(_columns - taken - 1 - _values.Sum(value => (long)value.Length), style.WidestBar);
            AddBar(share, Math.Max(room, Math.Min(NarrowestBar, style.WidestBar)));
        }

        Add(" ");
        Add(time, Bold);
        Add(" ");
        Add(step);
        int lines = AddValues(isLast);
        if (lines == 1 && _length < _lastLength) _text.Append(' ', _lastLength - _length);
        _lastLength = _length;
        return _text.ToString();
    }

    private void AddBar(double share, int width)
    {
        int filled = (int)(Math.Clamp(share, 0, 1) * width);
        Add(" ");
        Add(new string('━', filled), Green);

        // Without colours the rest of the bar is told apart by its weight.
        Add(new string(style.IsColored ? '━' : '─', width - filled), Gray);
    }

    private int AddValues(bool isLast)
    {
        int lines = 1;
        foreach (string value in _values)
        {
            if (_length + value.Length > _columns)
            {
                if (!isLast) break;
                if (lines++ == 1 && _length < _lastLength) _text.Append(' ', _lastLength - _length);
                _text.Append('\n').Append("   ");
                _length = 3;
            }

            Add(value);
        }

        return lines;
    }

    private void Add(string text, string? color = null)
    {
        _length += text.Length;
        if (color is not null && style.IsColored) _text.Append(color).Append(text).Append("\e[0m");
        else _text.Append(text);
    }
}
