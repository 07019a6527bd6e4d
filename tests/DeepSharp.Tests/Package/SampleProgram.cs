using DeepSharp.Tests.Structure;

namespace DeepSharp.Tests.Package;

/// <summary>A program of the folder samples, which the build of the tests has built.</summary>
internal static class SampleProgram
{
    /// <summary>Where it is: built in the same configuration as the tests, .../bin/Release/net10.0.</summary>
    public static string Find(string name)
    {
        string[] parts = AppContext.BaseDirectory.TrimEnd('/', '\\').Split('/', '\\');
        return Path.Combine([SourceTree.Root, "samples", name, .. parts[^3..], $"{name}.dll"]);
    }
}
