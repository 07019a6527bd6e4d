using System.Diagnostics;
using System.Text.RegularExpressions;

namespace DeepSharp.Tests.Package;

/// <summary>Runs the dotnet command.</summary>
internal static partial class DotNet
{
    /// <summary>Runs it to its end, which must be a good one, and returns what it wrote.</summary>
    /// <param name="folder">Where it runs.</param>
    /// <param name="environment">Variables to set.</param>
    /// <param name="arguments">The command line.</param>
    public static string Run(string folder, Dictionary<string, string> environment, params string[] arguments)
    {
        (int code, string output, string errors) = RunToEnd(folder, environment, arguments);
        Assert.True(code == 0, $"dotnet {string.Join(' ', arguments)}: exit code {code}.\n{output}\n{errors}");
        return output;
    }

    /// <summary>Runs it to its end, good or bad.</summary>
    /// <returns>The exit code, and what it wrote to the output and to the error stream.</returns>
    public static (int Code, string Output, string Errors) RunToEnd(
        string folder, Dictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What an outer build or test run told its children is not for this one.
        string[] names = [.. start.Environment.Keys];
        foreach (string name in names.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)))
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        foreach ((string name, string value) in environment) start.Environment[name] = value;

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }

    /// <summary>The folder into which this machine restores packages.</summary>
    public static string PackageFolder() =>
        Run(Path.GetTempPath(), [], "nuget", "locals", "global-packages", "--list").Split(": ", 2)[1].Trim();

    /// <summary>The names of the package sources that this machine is set up with.</summary>
    public static IEnumerable<string> PackageSources() =>
        EnabledSource().Matches(Run(Path.GetTempPath(), [], "nuget", "list", "source")).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"^\s*\d+\.\s+(.+?)\s+\[Enabled\]", RegexOptions.Multiline)]
    private static partial Regex EnabledSource();
}
