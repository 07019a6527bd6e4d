using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace DeepSharp;

/// <summary>Writes Keras's progress lines: a bar that redraws itself on a terminal, or one plain line an epoch.</summary>
internal sealed class ProgressBar
{
    private const int BarWidth = 20;
    private static readonly long s_redrawTicks = Stopwatch.Frequency / 20;

    private readonly TextWriter _output;
    private readonly bool _isBar;
    private readonly bool _isWholeLine;
    private readonly StringBuilder _line = new();
    private int? _total;
    private long _start;
    private long _afterFirst;
    private long _lastDrawn;
    private int _lastLength;
    private string _epoch = "";

    private ProgressBar(TextWriter output, bool isBar, bool isWholeLine) => (_output, _isBar, _isWholeLine) = (output, isBar, isWholeLine);

    /// <summary>A writer for the wanted verbosity; null for none.</summary>
    public static ProgressBar? Create(Verbosity verbosity, TextWriter? output = null)
    {
        if (verbosity == Verbosity.Silent) return null;
        bool isTerminal = output is null && !Console.IsOutputRedirected, isAuto = verbosity == Verbosity.Auto;
        return new ProgressBar(output ?? Console.Out, verbosity == Verbosity.ProgressBar || (isAuto && isTerminal), isAuto && !isTerminal);
    }

    /// <summary>
    /// The line <c>Epoch 1/10</c>; Keras writes it only if there is more than one. Where an epoch is to be one line, that line begins with
    /// it.
    /// </summary>
    public void BeginEpoch(int epoch, int epochs)
    {
        if (epochs <= 1) return;
        string heading = string.Create(CultureInfo.InvariantCulture, $"Epoch {epoch + 1}/{epochs}");
        if (_isWholeLine) _epoch = heading + " - ";
        else _output.WriteLine(heading);
    }

    /// <summary>Starts the clock for <paramref name="total"/> steps; null if nobody knows how many.</summary>
    public void Begin(int? total)
    {
        (_total, _start, _lastDrawn, _lastLength) = (total, Stopwatch.GetTimestamp(), 0, 0);
        _afterFirst = _start;
    }

    /// <summary>Whether a redraw is due after <paramref name="done"/> steps.</summary>
    public bool IsDue(int done)
    {
        long now = Stopwatch.GetTimestamp();
        if (done == 1) _afterFirst = now;
        return _isBar && done < (_total ?? int.MaxValue) && now - _lastDrawn >= s_redrawTicks;
    }

    /// <summary>Redraws the bar.</summary>
    public void Draw(int done, Logs logs)
    {
        _lastDrawn = Stopwatch.GetTimestamp();
        Write(done, logs, isLast: false);
    }

    /// <summary>Writes the final line. Where the number of steps was not known it is now: as many as were done.</summary>
    public void End(Logs? logs, int done)
    {
        _total ??= done;
        Write(done, logs, isLast: true);
    }

    private void Write(int done, Logs? logs, bool isLast)
    {
        TimeSpan elapsed = Stopwatch.GetElapsedTime(_start);
        double step = SecondsPerStep(done);
        _line.Clear();
        string total = _total?.ToString(CultureInfo.InvariantCulture) ?? "Unknown";
        string count = done.ToString(CultureInfo.InvariantCulture).PadLeft(total.Length) + "/" + total;
        int steps = _total ?? 0;
        if (_isBar && _total is null)
        {
            _line.Append("\r\e[1m").Append(count).Append("\e[0m \e[1m")
                .Append(FormatSeconds(elapsed.TotalSeconds)).Append("\e[0m ").Append(FormatStep(step));
        }
        else if (_isBar)
        {
            int filled = steps == 0 ? BarWidth : (int)((long)done * BarWidth / steps);
            string time = isLast ? FormatSeconds(elapsed.TotalSeconds) : FormatRemaining(step * (steps - done));
            _line.Append(
                "\r\e[1m").Append(count).Append("\e[0m \e[32m").Append('━', filled).Append("\e[0m\e[37m").Append('━', BarWidth - filled)
                .Append("\e[0m \e[1m").Append(time).Append("\e[0m ").Append(FormatStep(step));
        }
        else
        {
            _line.Append(
                _epoch).Append(count).Append(" - ").Append(FormatSeconds(elapsed.TotalSeconds)).Append(" - ").Append(FormatStep(step));
        }

        if (logs is not null)
        {
            foreach ((string name, double value) in logs) _line.Append(" - ").Append(name).Append(": ").Append(Logs.Format(value));
        }

        int length = _line.Length;
        if (_isBar && length < _lastLength) _line.Append(' ', _lastLength - length);
        _lastLength = length;
        if (isLast) _output.WriteLine(_line.ToString());
        else _output.Write(_line.ToString());
        _output.Flush();
    }

    // The first step includes building and compiling, so it is left out of the mean once there are more.
    private double SecondsPerStep(int done) => done switch
    {
        0 => 0,
        1 => Stopwatch.GetElapsedTime(_start).TotalSeconds,
        _ => Stopwatch.GetElapsedTime(_afterFirst).TotalSeconds / (done - 1),
    };

    internal static string FormatSeconds(double seconds) => seconds.ToString("F0", CultureInfo.InvariantCulture) + "s";

    internal static string FormatRemaining(double seconds)
    {
        var time = TimeSpan.FromSeconds((long)seconds);
        return time.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
            : time.TotalMinutes >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{time.Seconds}s");
    }

    internal static string FormatStep(double seconds) => seconds switch
    {
        >= 1 or 0 => seconds.ToString("F0", CultureInfo.InvariantCulture) + "s/step",
        >= 1e-3 => (seconds * 1e3).ToString("F0", CultureInfo.InvariantCulture) + "ms/step",
        _ => (seconds * 1e6).ToString("F0", CultureInfo.InvariantCulture) + "us/step",
    };
}
