using System.Globalization;

namespace DeepSharp.Samples.Cifar10;

/// <summary>What the command line asks for.</summary>
internal sealed record Options
{
    private const string Usage = """
        Trains the CIFAR-10 tutorial network.

          --epochs N          passes over the data, default 10
          --batch-size N      images a step, default 32
          --data DIR          folder with cifar-10-binary.tar.gz or its unpacked files
          --train-samples N   train on the first N images only
          --threads N         threads to compute with, default one for each processor
          --seed N            for the same run again
          --synthetic         generated images instead of real ones
        """;

    public int Epochs { get; init; } = 10;

    public int BatchSize { get; init; } = 32;

    public string? Data { get; init; }

    public int? TrainSamples { get; init; }

    public int? Threads { get; init; }

    public int? Seed { get; init; }

    public bool Synthetic { get; init; }

    /// <summary>Reads the command line; writes what is wrong with it, or the help, and returns false and the exit code.</summary>
    public static bool TryParse(string[] args, out Options options, out int exitCode)
    {
        options = new Options();
        exitCode = 0;
        for (int i = 0; i < args.Length; i++)
        {
            string name = args[i];
            if (name is "--help" or "-h")
            {
                Console.WriteLine(Usage);
                return false;
            }

            if (name == "--synthetic")
            {
                options = options with { Synthetic = true };
                continue;
            }

            string? value = i + 1 < args.Length ? args[++i] : null;
            bool isNumber = int.TryParse(value, CultureInfo.InvariantCulture, out int number) && number >= (name == "--seed" ? 0 : 1);
            Options? read = name switch
            {
                "--data" when value is not null => options with { Data = value },
                "--epochs" when isNumber => options with { Epochs = number },
                "--batch-size" when isNumber => options with { BatchSize = number },
                "--train-samples" when isNumber => options with { TrainSamples = number },
                "--threads" when isNumber => options with { Threads = number },
                "--seed" when isNumber => options with { Seed = number },
                _ => null,
            };
            if (read is null)
            {
                exitCode = 1;
                Console.Error.WriteLine($"Cannot read '{name}{(value is null ? "" : " " + value)}'.\n\n{Usage}");
                return false;
            }

            options = read;
        }

        return true;
    }
}
