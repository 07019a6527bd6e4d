using System.Globalization;
using System.Text.Json;

namespace DeepSharp.Versus;

/// <summary>Compares the lines of both sides, round by round.</summary>
internal static class RatioTable
{
    // Cores that other processes used; more than this and a time means little.
    private const double BusyLoad = 0.25;

    /// <summary>
    /// Reads lines of measurements, with lines "round N" between them, and prints for each measurement that both sides have the median
    /// over the rounds of libtorch's time (in its better layout) divided by DeepSharp's. Busy rounds count only if there are no others.
    /// </summary>
    public static int Print(IEnumerable<string> lines)
    {
        var measured = new List<Line>();
        int round = 0;
        foreach (string text in lines)
        {
            if (text.StartsWith("round ", StringComparison.Ordinal)) round = int.Parse(text.AsSpan(6), CultureInfo.InvariantCulture);
            else if (text.StartsWith('{') && Read(text, round) is { } line) measured.Add(line);
        }

        Console.WriteLine($"{"name",-36} {"threads",7} {"ratio",6}  {"libtorch ms",12} {"DeepSharp ms",12}  quiet rounds");
        foreach (IGrouping<(string Name, int Threads), Line> group in measured.GroupBy(line => (line.Name, line.Threads)))
        {
            Comparison[] rounds = [.. group.GroupBy(line => line.Round).Select(Compare).OfType<Comparison>()];
            if (rounds.Length > 0) Print(group.Key.Name, group.Key.Threads, rounds);
        }

        return 0;
    }

    private static void Print(string name, int threads, Comparison[] rounds)
    {
        Comparison[] quiet = [.. rounds.Where(round => !round.IsBusy)];
        Comparison[] used = quiet.Length > 0 ? quiet : rounds;
        double ratio = Median(used.Select(round => round.Torch / round.Ours));
        double torch = Median(used.Select(round => round.Torch)), ours = Median(used.Select(round => round.Ours));
        string busy = quiet.Length > 0 ? "" : "  busy";
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-36} {threads,7} {ratio,6:0.00}  {torch,12:0.0000} {ours,12:0.0000}  {quiet.Length}/{rounds.Length}{busy}"));
    }

    // Null where one side has no such measurement.
    private static Comparison? Compare(IEnumerable<Line> round)
    {
        Line? ours = round.FirstOrDefault(line => line.Peer == "deepsharp");
        Line? torch = round.Where(line => line.Peer == "torch").MinBy(line => line.Milliseconds);
        if (ours is null || torch is null) return null;
        return new Comparison(torch.Milliseconds, ours.Milliseconds, Math.Max(ours.Load, torch.Load) > BusyLoad);
    }

    // Null for lines without a time, such as that of the memory.
    private static Line? Read(string text, int round)
    {
        using var document = JsonDocument.Parse(text);
        JsonElement line = document.RootElement;
        if (!line.TryGetProperty("median_ms", out JsonElement milliseconds)) return null;
        return new Line(
            round, line.GetProperty("peer").GetString()!, Layout.WithoutSuffix(line.GetProperty("what").GetString()!),
            line.GetProperty("threads").GetInt32(), milliseconds.GetDouble(), line.GetProperty("ext").GetDouble());
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private sealed record Line(int Round, string Peer, string Name, int Threads, double Milliseconds, double Load);

    private sealed record Comparison(double Torch, double Ours, bool IsBusy);
}
