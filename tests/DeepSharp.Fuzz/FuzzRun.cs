using System.Diagnostics;

namespace DeepSharp.Fuzz;

/// <summary>Gives loaders one input after the other. An input depends on the seed and its number only: each can be had again.</summary>
internal sealed class FuzzRun(long seed, string? only)
{
    private const int MostReports = 40;
    private static readonly TimeSpan s_mostTime = TimeSpan.FromSeconds(2);
    private const long MostMemory = 200_000_000;

    private readonly Dictionary<string, (int Count, string First)> _faults = [];

    private int FaultCount => _faults.Values.Sum(fault => fault.Count);

    /// <summary>Runs inputs and reports; 0 if nothing was wrong.</summary>
    public int Run(long from, long inputs)
    {
        Loader[] loaders = [.. Loaders.All.Where(loader => only is null || loader.Name == only)];
        string names = string.Join(", ", (loaders.Length == 0 ? Loaders.All : loaders).Select(loader => loader.Name));
        if (loaders.Length == 0) throw new ArgumentException($"Expected a loader of {names}.");
        Console.WriteLine($"{inputs:N0} inputs from {from:N0} with seed {seed}: {names}");
        var counts = loaders.ToDictionary(loader => loader.Name, _ => (Loaded: 0L, Refused: 0L));
        var clock = Stopwatch.StartNew();
        TimeSpan slowest = TimeSpan.Zero;
        long largest = 0;
        TimeSpan nextReport = TimeSpan.FromSeconds(30);
        try
        {
            for (long number = from; number < from + inputs; number++)
            {
                Loader loader = loaders[number % loaders.Length];
                (bool isLoaded, TimeSpan time, long memory) = One(loader, number);
                slowest = time > slowest ? time : slowest;
                largest = Math.Max(largest, memory);
                (long loaded, long refused) = counts[loader.Name];
                counts[loader.Name] = isLoaded ? (loaded + 1, refused) : (loaded, refused + 1);
                if (clock.Elapsed < nextReport) continue;
                nextReport += TimeSpan.FromSeconds(30);
                Console.WriteLine($"  {number - from:N0} after {clock.Elapsed.TotalSeconds:F0} s, {FaultCount:N0} faults");
            }
        }
        finally
        {
            Loaders.CleanUp();
        }

        foreach ((string name, (long loaded, long refused)) in counts)
        {
            Console.WriteLine($"{name}: {loaded:N0} loaded, {refused:N0} refused");
        }

        Console.WriteLine(
            $"slowest {slowest.TotalMilliseconds:F0} ms, most memory {largest / 1e6:F0} MB, {clock.Elapsed.TotalSeconds:F0} s");
        foreach ((string fault, (int count, string first)) in _faults.Take(MostReports))
        {
            Console.WriteLine($"\nFAULT, {count} times: {fault}\n{first}");
        }

        Console.WriteLine($"{FaultCount:N0} faults of {_faults.Count} kinds");
        return _faults.Count == 0 ? 0 : 1;
    }

    private (bool IsLoaded, TimeSpan Time, long Memory) One(Loader loader, long number)
    {
        object input = loader.Make(RandomFor(number));
        long before = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        Exception? error = null;
        try
        {
            loader.Load(input);
        }
        catch (Exception exception)
        {
            error = exception;
        }

        TimeSpan time = Stopwatch.GetElapsedTime(start);
        long memory = GC.GetAllocatedBytesForCurrentThread() - before;
        if (error is not null && !loader.Documented.Any(type => type.IsInstanceOfType(error)))
        {
            string? place = error.StackTrace?.Split('\n')
                .FirstOrDefault(line => line.Contains("DeepSharp.", StringComparison.Ordinal));
            Report($"{loader.Name}: {error.GetType().Name} {place?.Trim()}", $"--loader {loader.Name} input {number}: {error}");
        }

        // Once more, so that another program that took the processor is no fault.
        bool isSlow = time > s_mostTime && Again(loader, number) > s_mostTime;
        if (isSlow) Report($"{loader.Name}: slow", $"input {number}: {time.TotalSeconds:F1} s");
        if (memory > MostMemory) Report($"{loader.Name}: memory", $"input {number}: {memory / 1e6:F0} MB; {error?.Message}");
        return (error is null, time, memory);
    }

    private TimeSpan Again(Loader loader, long number)
    {
        object input = loader.Make(RandomFor(number));
        long start = Stopwatch.GetTimestamp();
        try
        {
            loader.Load(input);
        }
        catch (Exception error) when (loader.Documented.Any(type => type.IsInstanceOfType(error)))
        {
        }

        return Stopwatch.GetElapsedTime(start);
    }

    private void Report(string fault, string what)
    {
        string text = what.Length > 3000 ? what[..3000] + "..." : what;
        _faults[fault] = _faults.TryGetValue(fault, out (int Count, string First) known) ? (known.Count + 1, known.First) : (1, text);
    }

    private Random RandomFor(long number) => new(unchecked((int)(seed * 7_919) ^ (int)(number * 2_654_435_761L) ^ (int)(number >> 29)));
}
