using System.Globalization;

namespace DeepSharp;

/// <summary>A progress bar for a custom loop: the one that <c>Fit</c> writes, on the console.</summary>
/// <remarks>
/// A line that redraws itself on a terminal; where the output is none, and with <c>verbose: 2</c>, one plain line at the end. Values are
/// averaged over the units so far, weighted with the units of each update, unless a name is among those that are shown as they come. The
/// update that completes the line shows its own values as they are, as in Keras; one without values leaves the averages.
/// </remarks>
/// <example><code>
/// var bar = new Progbar(null);
/// foreach (Batch batch in batches) bar.Add(1, [("loss", TrainStep(batch))]);
/// bar.Update(batches.Count, finalize: true);
/// </code></example>
public sealed class Progbar
{
    private readonly int? _target;
    private readonly HashSet<string>? _shownAsTheyCome, _averaged;
    private readonly Dictionary<string, (double Sum, double Count)> _sums = [];
    private readonly Logs _logs = new();
    private readonly ProgressBar? _bar;
    private int _seen;

    /// <summary>Starts the clock.</summary>
    /// <param name="target">The units that there are to do; null where nobody knows.</param>
    /// <param name="width">Columns of the bar, 1 or more; less where the terminal has no room.</param>
    /// <param name="verbose">0 for nothing, 1 for a bar, 2 for one line at the end.</param>
    /// <param name="interval">The least time between two drawings, in seconds, 0 or more.</param>
    /// <param name="statefulMetrics">Names of values that are shown as they come; all others are averaged.</param>
    /// <param name="statelessMetrics">Names of values that are averaged; all others are shown as they come.</param>
    /// <param name="unitName">What is counted.</param>
    /// <exception cref="ArgumentException">Both lists of names are given.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The target, the width or the interval is out of range.</exception>
    public Progbar(
        int? target, int width = 20, Verbose verbose = default, double interval = 0.05, IEnumerable<string>? statefulMetrics = null,
        IEnumerable<string>? statelessMetrics = null, string unitName = "step")
        : this(target, width, verbose, interval, statefulMetrics, statelessMetrics, unitName, null)
    {
    }

    // With a writer, for tests.
    internal Progbar(
        int? target, int width, Verbose verbose, double interval, IEnumerable<string>? statefulMetrics,
        IEnumerable<string>? statelessMetrics, string unitName, (TextWriter Output, ProgressStyle Style)? console)
    {
        ArgumentNullException.ThrowIfNull(unitName);
        if (target < 0) throw Refused(nameof(target), $"a target of 0 or more but got {target}");
        if (width < 1) throw Refused(nameof(width), $"a width of 1 or more but got {width}");
        bool isTime = interval >= 0 && double.IsFinite(interval);
        if (!isTime) throw Refused(nameof(interval), $"an interval of 0 or more seconds but got {interval}");

        if (statefulMetrics is not null && statelessMetrics is not null)
        {
            throw new ArgumentException(
                "Progbar: expected statefulMetrics or statelessMetrics but got both. Give the names of the one " +
                "kind.", nameof(statelessMetrics));
        }

        _target = target;
        _shownAsTheyCome = statelessMetrics is null ? [.. statefulMetrics ?? []] : null;
        _averaged = statelessMetrics is null ? null : [.. statelessMetrics];
        if ((console?.Style ?? ProgressStyle.For(verbose.Or(Verbosity.ProgressBar))) is not { } style) return;
        style = style with { WidestBar = width, Unit = unitName, Interval = interval };
        _bar = new ProgressBar(console?.Output ?? Console.Out, style);
        _bar.Begin(target);
    }

    /// <summary>Says how far it is, and redraws the bar if it is time.</summary>
    /// <param name="current">Units done, 0 or more.</param>
    /// <param name="values">Names and values, of the units since the last call.</param>
    /// <param name="finalize">Whether the line is complete; null for when the target is reached.</param>
    public void Update(int current, IEnumerable<(string Name, double Value)>? values = null, bool? finalize = null)
    {
        if (current < 0) throw Refused(nameof(current), $"0 units done or more but got {current}");
        bool isLast = finalize ?? (_target is { } target && current >= target);
        foreach ((string name, double value) in values ?? [])
        {
            bool isAveraged = _averaged?.Contains(name) ?? !_shownAsTheyCome!.Contains(name);
            double units = isLast ? 1 : Math.Max(current - _seen, 1);
            (double sum, double count) = isAveraged && !isLast ? _sums.GetValueOrDefault(name) : default;
            _sums[name] = (sum, count) = isAveraged ? (sum + value * units, count + units) : (value, 1);
            _logs[name] = sum / count;
        }

        _seen = current;
        if (_bar is null) return;
        if (isLast) _bar.End(_logs, current);
        else if (_bar.IsDue(current)) _bar.Draw(current, _logs);
    }

    /// <summary>Says that further units are done.</summary>
    /// <param name="n">How many, 0 or more.</param>
    /// <param name="values">Names and values of these units.</param>
    public void Add(int n, IEnumerable<(string Name, double Value)>? values = null)
    {
        if (n < 0 || n > int.MaxValue - _seen)
        {
            throw Refused(nameof(n), $"0 to {int.MaxValue - _seen} further units but got {n}");
        }

        Update(_seen + n, values);
    }

    private static ArgumentOutOfRangeException Refused(string name, FormattableString expected) =>
        new(name, $"Progbar: expected {expected.ToString(CultureInfo.InvariantCulture)}.");
}
