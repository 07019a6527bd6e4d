using DeepSharp.Tests.Structure;

namespace DeepSharp.Tests.Package;

/// <summary>
/// Short forms of what <c>tests/DeepSharp.Fuzz</c> does at length: a million damaged inputs, two hundred killed saves. In processes
/// of their own, since a fault may end one.
/// </summary>
public sealed class FuzzProgramTests
{
    private static readonly string s_program = FindProgram();

    [Fact]
    public void Damaged_inputs_are_refused_as_documented_in_bounded_time_and_memory() =>
        Assert.EndsWith("0 faults of 0 kinds", Run([], "fuzz", "--inputs", "4000", "--seed", "7").Trim(), StringComparison.Ordinal);

    [Fact]
    public void A_save_that_is_killed_leaves_a_whole_file()
    {
        string output = Run([], "kill", "--kills", "5");

        Assert.StartsWith("5 kills, ", output, StringComparison.Ordinal);
        Assert.EndsWith("0 after the next save, 0 faults", output.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public void Training_files_and_datasets_work_where_OpenSSL_is_missing()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var folder = new TemporaryFolder();
        Dictionary<string, string> environment = HideOpenSsl(folder["libraries"]);

        string output = Run(environment, "plain", folder.Path);

        Assert.StartsWith("trained, saved, loaded; 5 images; 039058c6", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_inputs_are_refused_where_OpenSSL_is_missing()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var folder = new TemporaryFolder();
        Dictionary<string, string> environment = HideOpenSsl(folder["libraries"]);

        string output = Run(environment, "fuzz", "--inputs", "1200", "--seed", "8");

        Assert.EndsWith("0 faults of 0 kinds", output.Trim(), StringComparison.Ordinal);
    }

    // Empty files of these names are found first, and are no libraries: to .NET OpenSSL is missing, and it ends a process that asks.
    private static Dictionary<string, string> HideOpenSsl(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string version in new[] { "3", "1.1", "1.0.2", "1.0.0", "10" })
        {
            File.WriteAllBytes(Path.Combine(folder, $"libssl.so.{version}"), []);
            File.WriteAllBytes(Path.Combine(folder, $"libcrypto.so.{version}"), []);
        }

        return new Dictionary<string, string> { ["LD_LIBRARY_PATH"] = folder };
    }

    private static string Run(Dictionary<string, string> environment, params string[] options)
    {
        (int code, string output, string errors) = DotNet.RunToEnd(Path.GetTempPath(), environment, [s_program, .. options]);
        Assert.True(code == 0, $"Exit code {code}.\n{output}\n{errors}");
        return output;
    }

    private static string FindProgram()
    {
        string[] parts = AppContext.BaseDirectory.TrimEnd('/', '\\').Split('/', '\\');
        return Path.Combine([SourceTree.Root, "tests", "DeepSharp.Fuzz", .. parts[^3..], "DeepSharp.Fuzz.dll"]);
    }
}
