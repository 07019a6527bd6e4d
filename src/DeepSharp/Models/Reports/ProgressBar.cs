using System.Diagnostics;
using System.Globalization;

namespace DeepSharp;

/// <summary>Writes Keras's progress lines: a bar that redraws itself on a terminal, or one plain line an epoch.</summary>
internal sealed class ProgressBar
{
    private readonly TextWriter _output;
    private readonly bool _isBar;
    private readonly ProgressStyle _style;
    private readonly ProgressLine _line;
    private int? _total;
    private long _start;
    private long _afterFirst;
    private long _lastDrawn;
    private string _epoch = "";

    /// <summary>A writer of some style.</summary>
    public ProgressBar(TextWriter output, ProgressStyle style) =>
        (_output, _isBar, _style, _line) = (output, style.IsBar, style, new ProgressLine(style));

    /// <summary>A writer for the wanted verbosity on the console; null for none.</summary>
    public static ProgressBar? Create(Verbosity verbosity) =>
        ProgressStyle.For(verbosity) is { } style ? new ProgressBar(Console.Out, style) : null;

    /// <summary>
    /// The line <c>Epoch 1/10</c>; Keras writes it only if there is more than one. Where an epoch is one plain line, that
    /// line begins with it.
    /// </summary>
    public void BeginEpoch(int epoch, int epochs)
    {
        if (epochs <= 1) return;
        string heading = string.Create(CultureInfo.InvariantCulture, $"Epoch {epoch + 1}/{epochs}");
        if (_isBar) _output.WriteLine(heading);
        else _epoch = heading + " - ";
    }

    /// <summary>Starts the clock for <paramref name="total"/> steps; null if nobody knows how many.</summary>
    public void Begin(int? total)
    {
        (_total, _start, _lastDrawn) = (total, Stopwatch.GetTimestamp(), 0);
        _afterFirst = _start;
        _line.BeginAnew();
    }

    /// <summary>Whether a redraw is due after <paramref name="done"/> steps.</summary>
    public bool IsDue(int done)
    {
        long now = Stopwatch.GetTimestamp();
        if (done == 1) _afterFirst = now;
        return _isBar && done < (_total ?? int.MaxValue) && now - _lastDrawn >= _style.Interval * Stopwatch.Frequency;
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
        double elapsed = Stopwatch.GetElapsedTime(_start).TotalSeconds, step = SecondsPerStep(done);
        string total = _total?.ToString(CultureInfo.InvariantCulture) ?? "Unknown";
        string count = done.ToString(CultureInfo.InvariantCulture).PadLeft(total.Length) + "/" + total;
        if (_isBar)
        {
            string time = isLast || _total is null ? FormatSeconds(elapsed) : FormatRemaining(step * (_total.Value - done));
            double? share = _total is null ? null : _total == 0 ? 1 : (double)done / _total.Value;
            _output.Write(_line.Compose(count, share, time, FormatStep(step, _style.Unit), logs, isLast));
        }
        else
        {
            string values = logs is { Count: > 0 } ? " - " + logs : "";
            _output.Write($"{_epoch}{count} - {FormatSeconds(elapsed)} - {FormatStep(step, _style.Unit)}{values}");
        }

        if (isLast) _output.WriteLine();
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

    internal static string FormatStep(double seconds, string unit = "step") => seconds switch
    {
        >= 1 or 0 => seconds.ToString("F0", CultureInfo.InvariantCulture) + "s/",
        >= 1e-3 => (seconds * 1e3).ToString("F0", CultureInfo.InvariantCulture) + "ms/",
        _ => (seconds * 1e6).ToString("F0", CultureInfo.InvariantCulture) + "us/",
    } + unit;
}
