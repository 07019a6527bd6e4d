namespace DeepSharp.Tests.Structure;

/// <summary>The files of the repository, found from the test program upwards.</summary>
internal static class SourceTree
{
    /// <summary>The folder that holds DeepSharp.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The library's source files: path from src/DeepSharp, with slashes, and text.</summary>
    public static IReadOnlyList<SourceFile> Library { get; } = Read(Path.Combine(Root, "src", "DeepSharp"));

    private static IReadOnlyList<SourceFile> Read(string folder) =>
    [
        .. Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(path => (Full: path, Relative: Path.GetRelativePath(folder, path).Replace('\\', '/')))
            .Where(file => file.Relative.Split('/')[0] is not ("bin" or "obj"))
            .OrderBy(file => file.Relative, StringComparer.Ordinal)
            .Select(file => new SourceFile(file.Relative, File.ReadAllText(file.Full))),
    ];

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "DeepSharp.sln"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds DeepSharp.sln.");
    }
}

/// <summary>A file of C#.</summary>
/// <param name="Path">From the source root, with slashes.</param>
/// <param name="Text">All of it.</param>
internal sealed record SourceFile(string Path, string Text)
{
    /// <summary>The first part of the path; empty for a file at the root.</summary>
    public string Folder => Path.Contains('/') ? Path[..Path.IndexOf('/')] : "";
}
