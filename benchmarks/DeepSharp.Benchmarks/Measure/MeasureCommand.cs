using System.Globalization;

namespace DeepSharp.Benchmarks.Measure;

/// <summary>Times the measurements whose names start with what the command line says.</summary>
internal static class MeasureCommand
{
    private const string Usage = """
        measure NAME-PREFIX ... [--threads 1,2] [--seconds 2] [--repeats 3]

        Prints one JSON line for each measurement: median and least time of a call in ms, and how many cores other processes kept busy
        meanwhile ("ext": above 0.25 the line is noise). Names: train, infer, gemm, conv, op, adam, fma.peak; `cold` alone times a first step.
        """;

    private static readonly Func<IEnumerable<Measurement>>[] s_families =
    [
        SeedCnn.Measurements, MatrixProducts.Measurements, Convolutions.Measurements, TensorOps.Measurements, Normalizations.Measurements, AdamSteps.Measurements,
    ];

    public static int Run(string[] args)
    {
        var prefixes = new List<string>();
        int[] threadCounts = [1, 2];
        double seconds = 2;
        int repeats = 3;
        try
        {
            for (int i = 0; i < args.Length; i++)
            {
                switch (args[i])
                {
                    case "--threads": threadCounts = [.. args[++i].Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture))]; break;
                    case "--seconds": seconds = double.Parse(args[++i], CultureInfo.InvariantCulture); break;
                    case "--repeats": repeats = int.Parse(args[++i], CultureInfo.InvariantCulture); break;
                    default: prefixes.Add(args[i]); break;
                }
            }
        }
        catch (Exception exception) when (exception is FormatException or IndexOutOfRangeException)
        {
            Console.Error.WriteLine($"{exception.Message}\n\n{Usage}");
            return 1;
        }

        if (prefixes is ["cold"])
        {
            ColdStart.Run(threadCounts[^1]);
            return 0;
        }

        int measured = 0;
        foreach (int threads in threadCounts)
        {
            DeepSharpRuntime.Threads = threads;
            var stopwatch = new StepTimer(threads, seconds, repeats);
            foreach (Measurement measurement in s_families.SelectMany(family => family()))
            {
                if (!IsWanted(measurement.Name, prefixes)) continue;
                stopwatch.Measure(measurement);
                measured++;
            }

            if (IsWanted("fma.peak", prefixes))
            {
                FmaPeak.Print(threads);
                measured++;
            }
        }

        if (measured == 0)
        {
            Console.Error.WriteLine($"No measurement is called {string.Join(" or ", prefixes)}.\n\n{Usage}");
            return 1;
        }

        Console.WriteLine($"{{\"peer\":\"deepsharp\",\"what\":\"rss.peak\",\"bytes\":{ProcessMemory.Peak()}}}");
        return 0;
    }

    private static bool IsWanted(string name, List<string> prefixes) =>
        prefixes.Count == 0 || prefixes.Exists(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}
