using System.Globalization;

namespace DeepSharp.Benchmarks.Measure;

/// <summary>What the command line of `measure` asks for.</summary>
internal sealed class MeasureOptions
{
    private readonly List<string> _prefixes = [];

    /// <summary>What measurements' names start with; none for all.</summary>
    public IReadOnlyList<string> Prefixes => _prefixes;

    /// <summary>Thread counts, each measured in turn.</summary>
    public int[] ThreadCounts { get; private set; } = [1, 2];

    /// <summary>Time for each measurement.</summary>
    public double Seconds { get; private set; } = 2;

    /// <summary>Parts that the time is cut into; noisy ones are replaced.</summary>
    public int Repeats { get; private set; } = 3;

    /// <summary>Reads the arguments; says what is wrong with them on the error output and gives null if they make no sense.</summary>
    public static MeasureOptions? Read(string[] args, string usage)
    {
        var options = new MeasureOptions();
        try
        {
            for (int i = 0; i < args.Length; i++)
            {
                switch (args[i])
                {
                    case "--threads": options.ThreadCounts = [.. args[++i].Split(',').Select(int.Parse)]; break;
                    case "--seconds": options.Seconds = double.Parse(args[++i], CultureInfo.InvariantCulture); break;
                    case "--repeats": options.Repeats = int.Parse(args[++i], CultureInfo.InvariantCulture); break;
                    default: options._prefixes.Add(args[i]); break;
                }
            }

            return options;
        }
        catch (Exception exception) when (exception is FormatException or IndexOutOfRangeException)
        {
            Console.Error.WriteLine($"{exception.Message}\n\n{usage}");
            return null;
        }
    }

    /// <summary>Whether a measurement of that name was asked for.</summary>
    public bool IsWanted(string name) =>
        _prefixes.Count == 0 || _prefixes.Exists(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}
