using System.Globalization;

namespace DeepSharp.Fuzz;

/// <summary>
/// Gives every loader damaged and hostile inputs, and kills processes while they save.
/// <code>
/// dotnet run -c Release --project tests/DeepSharp.Fuzz -- fuzz --inputs 1000000
/// dotnet run -c Release --project tests/DeepSharp.Fuzz -- fuzz --loader json --from 1234 --inputs 1    (one input again)
/// dotnet run -c Release --project tests/DeepSharp.Fuzz -- kill --kills 200
/// dotnet run -c Release --project tests/DeepSharp.Fuzz -- plain FOLDER    (saves, loads, trains; needs no cryptography)
/// </code>
/// The exit code is 0 if everything held.
/// </summary>
internal static class Program
{
    public static int Main(string[] arguments)
    {
        var options = new Options(arguments);
        switch (options.Command)
        {
            case "fuzz":
                return new FuzzRun(options.Number("--seed", 1), options.Text("--loader")).Run(
                    options.Number("--from", 0), options.Number("--inputs", 20_000));
            case "kill":
                return KillRun.Run((int)options.Number("--seed", 1), (int)options.Number("--kills", 10));
            case "save-forever":
                KillRun.SaveForever(options.First);
                return 0;
            case "plain":
                PlainProgram.Run(options.First);
                return 0;
            default:
                Console.Error.WriteLine("Expected one of: fuzz, kill, plain.");
                return 2;
        }
    }

    private sealed class Options(string[] arguments)
    {
        public string Command => arguments.Length > 0 ? arguments[0] : "";

        public string First => arguments[1];

        public long Number(string name, long missing) => Text(name) is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : missing;

        public string? Text(string name) => Array.IndexOf(arguments, name) is var place and >= 0 ? arguments[place + 1] : null;
    }
}
