using DeepSharp.Benchmarks.Measure;
using static TorchSharp.torch;

namespace DeepSharp.Versus;

/// <summary>Times libtorch's side of the measurements whose names start with what the command line says.</summary>
internal static class TorchMeasureCommand
{
    private const string Usage = """
        NAME-PREFIX ... [--threads 1,2] [--seconds 2] [--repeats 3]

        Prints the lines of DeepSharp's `measure` command for libtorch. Images are measured in both layouts: train.seedcnn.b32 also gives
        train.seedcnn_nhwc.b32, channels last. `cold` alone times a first step.
        """;

    private static readonly Func<Layout, IEnumerable<Measurement>>[] s_imageFamilies =
        [SeedCnnSteps.Measurements, Convolutions.Measurements, Pooling.Measurements];

    private static readonly Func<IEnumerable<Measurement>>[] s_families =
    [
        MatrixProducts.Measurements, RowOps.Measurements, ElementwiseOps.Measurements, AdamSteps.Measurements, RecurrentSteps.Measurements,
    ];

    public static int Run(string[] args)
    {
        if (MeasureOptions.Read(args, Usage) is not { } options) return 1;
        if (options.Prefixes is ["cold"])
        {
            ColdStart.Run(options.ThreadCounts[^1]);
            return 0;
        }

        manual_seed(1);
        foreach (int threads in options.ThreadCounts)
        {
            set_num_threads(threads);
            var timer = new StepTimer("torch", threads, options.Seconds, options.Repeats);
            foreach (Measurement measurement in All())
            {
                if (!options.IsWanted(Layout.WithoutSuffix(measurement.Name)) && !options.IsWanted(measurement.Name)) continue;
                using var scope = NewDisposeScope();
                timer.Measure(measurement);
            }
        }

        Console.WriteLine($"{{\"peer\":\"torch\",\"what\":\"rss.peak\",\"bytes\":{ProcessMemory.Peak()}}}");
        return 0;
    }

    private static IEnumerable<Measurement> All() =>
        [.. s_imageFamilies.SelectMany(family => Layout.All.SelectMany(family)), .. s_families.SelectMany(family => family())];
}
