using System.Text.RegularExpressions;

namespace DeepSharp.Tests.Package;

/// <summary>Runs the dotnet command.</summary>
internal static partial class DotNet
{
    private static readonly string s_command = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>Runs it to its end, which must be a good one, and returns what it wrote.</summary>
    /// <param name="folder">Where it runs.</param>
    /// <param name="environment">Variables to set.</param>
    /// <param name="arguments">The command line.</param>
    public static string Run(string folder, Dictionary<string, string> environment, params string[] arguments) =>
        Commands.Run(s_command, folder, environment, arguments);

    /// <summary>Runs it to its end, good or bad.</summary>
    /// <returns>The exit code, and what it wrote to the output and to the error stream.</returns>
    public static (int Code, string Output, string Errors) RunToEnd(
        string folder, Dictionary<string, string> environment, params string[] arguments) =>
        Commands.RunToEnd(s_command, folder, environment, arguments);

    /// <summary>The folder into which this machine restores packages.</summary>
    public static string PackageFolder() =>
        Run(Path.GetTempPath(), [], "nuget", "locals", "global-packages", "--list").Split(": ", 2)[1].Trim();

    /// <summary>The names of the package sources that this machine is set up with.</summary>
    public static IEnumerable<string> PackageSources() =>
        EnabledSource().Matches(Run(Path.GetTempPath(), [], "nuget", "list", "source")).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"^\s*\d+\.\s+(.+?)\s+\[Enabled\]", RegexOptions.Multiline)]
    private static partial Regex EnabledSource();
}
