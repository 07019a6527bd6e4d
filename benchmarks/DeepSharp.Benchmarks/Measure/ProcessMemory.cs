using System.Diagnostics;
using System.Globalization;

namespace DeepSharp.Benchmarks.Measure;

/// <summary>What the process has taken of the machine's memory.</summary>
internal static class ProcessMemory
{
    /// <summary>Most bytes that were resident at once.</summary>
    public static long Peak()
    {
        // PeakWorkingSet64 is 0 on Linux for the own process.
        const string status = "/proc/self/status";
        if (!File.Exists(status)) return Process.GetCurrentProcess().PeakWorkingSet64;
        string line = File.ReadLines(status).First(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
