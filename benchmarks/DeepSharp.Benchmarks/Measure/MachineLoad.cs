using System.Diagnostics;
using System.Globalization;

namespace DeepSharp.Benchmarks.Measure;

/// <summary>How much of the machine others used since this object was made.</summary>
internal sealed class MachineLoad
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly double _own = OwnSeconds();
    private readonly double _all = AllSeconds();

    /// <summary>
    /// Cores that other processes, and the host of a virtual machine, kept busy on average; 0 where the system does not tell.
    /// </summary>
    public double OtherCores() =>
        Math.Max(0, (AllSeconds() - _all - (OwnSeconds() - _own)) / Math.Max(0.02, Stopwatch.GetElapsedTime(_start).TotalSeconds));

    private static double OwnSeconds() => Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds;

    // The first line of /proc/stat, in hundredths of a second: cpu user nice system idle iowait irq softirq steal.
    private static double AllSeconds()
    {
        const string statistics = "/proc/stat";
        if (!File.Exists(statistics)) return OwnSeconds();
        string[] fields = File.ReadLines(statistics).First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Index().Where(field => field.Index is 1 or 2 or 3 or 6 or 7 or 8).Sum(
            field => double.Parse(field.Item, CultureInfo.InvariantCulture)) / 100;
    }
}
