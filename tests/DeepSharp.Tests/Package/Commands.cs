using System.Diagnostics;

namespace DeepSharp.Tests.Package;

/// <summary>Runs programs.</summary>
internal static class Commands
{
    /// <summary>Runs a program to its end, which must be a good one.</summary>
    /// <param name="file">The program.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="environment">Variables to set.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>What it wrote to the output.</returns>
    public static string Run(string file, string folder, Dictionary<string, string> environment, params string[] arguments)
    {
        (int code, string output, string errors) = RunToEnd(file, folder, environment, arguments);
        Assert.True(code == 0, $"{Path.GetFileName(file)} {string.Join(' ', arguments)}: exit code {code}.\n{output}\n{errors}");
        return output;
    }

    /// <summary>Runs a program to its end, good or bad.</summary>
    /// <returns>The exit code, and what it wrote to the output and to the error stream.</returns>
    public static (int Code, string Output, string Errors) RunToEnd(
        string file, string folder, Dictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments)
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
}
