namespace DeepSharp.Benchmarks.Measure;

/// <summary>Times the measurements whose names start with what the command line says.</summary>
internal static class MeasureCommand
{
    private const string Usage = """
        measure NAME-PREFIX ... [--threads 1,2] [--seconds 2] [--repeats 3]

        Prints one JSON line for each measurement: median and least time of a call in ms, and how many cores other processes kept busy
        meanwhile ("ext": above 0.25 the line is noise). Names: train, infer, gemm, conv, conv1d, conv3d, convtranspose, op, adam, lstm, gru,
        bilstm_text, attention, transformer, mlp, linear784, embedding, resnet18, unet, mobilenet, text, fma.peak, denormal (each with a twin and the
        ratio of the two); `cold` alone times a first step.
        """;

    private static readonly Func<IEnumerable<Measurement>>[] s_families =
    [
        SeedCnn.Measurements, DenseNetworks.Measurements, MatrixProducts.Measurements, Convolutions.Measurements, OtherConvolutions.Measurements,
        TensorOps.Measurements, Normalizations.Measurements, AdamSteps.Measurements, RecurrentSteps.Measurements, AttentionSteps.Measurements,
        TransformerSteps.Measurements, EmbeddingSteps.Measurements, ResNet.Measurements, UNet.Measurements, MobileNet.Measurements,
        TextVectorizations.Measurements,
    ];

    public static int Run(string[] args)
    {
        if (MeasureOptions.Read(args, Usage) is not { } options) return 1;
        if (options.Prefixes is ["cold"])
        {
            ColdStart.Run(options.ThreadCounts[^1]);
            return 0;
        }

        int measured = 0;
        foreach (int threads in options.ThreadCounts)
        {
            DeepSharpRuntime.Threads = threads;
            var timer = new StepTimer("deepsharp", threads, options.Seconds, options.Repeats);
            foreach (Measurement measurement in s_families.SelectMany(family => family()))
            {
                if (!options.IsWanted(measurement.Name)) continue;
                timer.Measure(measurement);
                measured++;
            }

            foreach (VanishingPair pair in VanishingSteps.Pairs())
            {
                if (!options.IsWanted(pair.Name)) continue;
                timer.Measure(pair);
                measured++;
            }

            if (options.IsWanted("fma.peak"))
            {
                FmaPeak.Print(threads);
                measured++;
            }
        }

        if (measured == 0)
        {
            Console.Error.WriteLine($"No measurement is called {string.Join(" or ", options.Prefixes)}.\n\n{Usage}");
            return 1;
        }

        Console.WriteLine($"{{\"peer\":\"deepsharp\",\"what\":\"rss.peak\",\"bytes\":{ProcessMemory.Peak()}}}");
        return 0;
    }
}
