using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace DeepSharp.Benchmarks.Measure;

/// <summary>Times a measurement in several repeats, keeps the quietest, and prints a JSON line.</summary>
internal sealed class StepTimer(string peer, int threads, double seconds, int repeats)
{
    private const double ShortestSample = 2e-4;
    private const double NoisyLoad = 0.15;

    public void Measure(Measurement measurement)
    {
        Action call = measurement.Prepare();
        int callsOfSample = WarmUp(call);
        var runs = new List<(double Load, List<double> Samples)>();
        int noisy = 0;
        while (runs.Count < repeats + noisy)
        {
            (double load, List<double> samples) = Repeat(call, callsOfSample);
            runs.Add((load, samples));
            if (load > NoisyLoad && noisy <= repeats) noisy++;
        }

        runs = [.. runs.OrderBy(run => run.Load).Take(repeats)];
        Print(measurement, runs);
    }

    /// <summary>Both in turn, and a line with the ratio of their least times: how much longer the work takes where numbers vanish.</summary>
    public void Measure(VanishingPair pair)
    {
        Measurement[] both = [new(pair.Name, pair.Vanishing), new($"{pair.Name}.twin", pair.Twin)];
        Action[] calls = [.. both.Select(measurement => measurement.Prepare())];
        int[] callsOfSample = [.. calls.Select(WarmUp)];
        var runs = new List<(double Load, List<double> Samples)>[] { [], [] };
        for (int i = 0; i < 2 * repeats; i++) runs[i % 2].Add(Repeat(calls[i % 2], callsOfSample[i % 2]));
        for (int i = 0; i < 2; i++) Print(both[i], runs[i]);
        double ratio = runs[0].Min(run => run.Samples[0]) / runs[1].Min(run => run.Samples[0]);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"peer\":\"{peer}\",\"what\":\"{pair.Name}.ratio\",\"threads\":{threads},\"ratio\":{ratio:0.###}}}"));
    }

    // Until the JIT is done with it, or half a second; tells how many calls make a sample long enough for the clock.
    private int WarmUp(Action call)
    {
        long start = Stopwatch.GetTimestamp();
        int calls = 0;
        do
        {
            call();
            calls++;
        }
        while (calls < 3 || (calls < 2000 && Stopwatch.GetElapsedTime(start).TotalSeconds < Math.Min(0.5, seconds)));

        start = Stopwatch.GetTimestamp();
        call();
        double once = Math.Max(1e-7, Stopwatch.GetElapsedTime(start).TotalSeconds);
        return Math.Max(1, (int)Math.Ceiling(ShortestSample / once));
    }

    private (double Load, List<double> Samples) Repeat(Action call, int callsOfSample)
    {
        var samples = new List<double>();
        var load = new MachineLoad();
        long start = Stopwatch.GetTimestamp();
        while (samples.Count < 5 || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds / repeats)
        {
            long begin = Stopwatch.GetTimestamp();
            for (int i = 0; i < callsOfSample; i++) call();
            samples.Add(Stopwatch.GetElapsedTime(begin).TotalSeconds / callsOfSample);
            if (samples.Count >= 3 && Stopwatch.GetElapsedTime(start).TotalSeconds > 4 * seconds) break;
        }

        double others = load.OtherCores();
        samples.Sort();
        return (others, samples);
    }

    private void Print(Measurement measurement, List<(double Load, List<double> Samples)> runs)
    {
        double[] all = [.. runs.SelectMany(run => run.Samples).Order()];
        double[] medians = [.. runs.Select(run => run.Samples[run.Samples.Count / 2])];
        double median = all[all.Length / 2], best = medians.Min();
        var line = new StringBuilder();
        Append($"{{\"peer\":\"{peer}\",\"what\":\"{measurement.Name}\",\"threads\":{threads}");
        Append($",\"median_ms\":{median * 1e3:0.####},\"min_ms\":{all[0] * 1e3:0.####}");
        Append($",\"best_repeat_ms\":{best * 1e3:0.####},\"worst_repeat_ms\":{medians.Max() * 1e3:0.####}");
        if (measurement.Images > 0)
        {
            Append($",\"images_per_s\":{measurement.Images / median:0.#},\"images_per_s_best\":{measurement.Images / best:0.#}");
        }

        if (measurement.Operations > 0)
        {
            Append($",\"gflops\":{measurement.Operations / median / 1e9:0.##},\"gflops_best\":{measurement.Operations / best / 1e9:0.##}");
        }

        if (measurement.Bytes > 0) Append($",\"gbytes_per_s\":{measurement.Bytes / median / 1e9:0.##}");
        Append($",\"samples\":{all.Length},\"ext\":{runs.Max(run => run.Load):0.##}}}");
        Console.WriteLine(line);

        void Append(FormattableString text) => line.Append(text.ToString(CultureInfo.InvariantCulture));
    }
}
