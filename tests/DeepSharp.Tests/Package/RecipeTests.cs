using System.Text.RegularExpressions;
using DeepSharp.Tests.Structure;

namespace DeepSharp.Tests.Package;

/// <summary>How a program takes the library from a folder, by the lines of the readme, and takes a changed one afterwards.</summary>
public sealed partial class RecipeTests
{
    private const string Program = """
        using DeepSharp;

        bool isNew = typeof(Sequential).Assembly.GetType("DeepSharp.Added") is not null;
        Console.WriteLine($"{(isNew ? "the new" : "the first")} library, {Tensor.Ones([1, 2]).Shape}");
        """;

    [Fact]
    public void A_program_takes_the_library_from_a_folder_and_a_changed_one_after_it()
    {
        using var folder = new TemporaryFolder();
        string repository = folder["repository"], app = folder["MyApp"];
        CopyLibrary(repository);

        // Packages go into a folder of their own; what lies in the machine's is read from there. The version is that of a user, not of CI.
        // No compilers stay behind.
        var environment = new Dictionary<string, string>
        {
            ["NUGET_PACKAGES"] = folder["cache"],
            ["NUGET_FALLBACK_PACKAGES"] = DotNet.PackageFolder(),
            ["CI"] = "",
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["UseSharedCompilation"] = "false",
        };
        string[][] lines = [.. Recipe().Match(File.ReadAllText(Path.Combine(SourceTree.Root, "README.md")).ReplaceLineEndings("\n"))
            .Groups[1].Value.Trim().Split('\n').Select(line => line.Split(' '))];
        Assert.Equal(["pack", "new", "../MyApp", "new", "nuget", "add"], lines.Select(line => line[1]));
        Assert.All(lines, (line, i) => Assert.Equal(i == 2 ? "cd" : "dotnet", line[0]));

        DotNet.Run(repository, environment, lines[0][1..]);
        DotNet.Run(repository, environment, lines[1][1..]);
        DotNet.Run(app, environment, lines[3][1..]);
        DotNet.Run(app, environment, lines[4][1..]);
        DotNet.Run(app, environment, lines[5][1..]);
        File.WriteAllText(Path.Combine(app, "Program.cs"), Program);
        Assert.Equal("the first library, (1, 2)", DotNet.Run(app, environment, "run").Trim());

        string added = Path.Combine(repository, "src/DeepSharp/Added.cs");
        File.WriteAllText(added, "namespace DeepSharp;\n\n/// <summary>New.</summary>\npublic static class Added;\n");
        DotNet.Run(repository, environment, lines[0][1..]);
        DotNet.Run(app, environment, lines[5][1..]);
        Assert.Equal("the new library, (1, 2)", DotNet.Run(app, environment, "run").Trim());
    }

    // What packing needs, without what was built.
    private static void CopyLibrary(string target)
    {
        string[] files =
        [
            .. Directory.GetFiles(SourceTree.Root).Where(file => Path.GetExtension(file) is ".props" or ".json" or ".md"),
            .. Directory.GetFiles(Path.Combine(SourceTree.Root, "docs")),
            .. Directory.GetFiles(Path.Combine(SourceTree.Root, "src"), "*", SearchOption.AllDirectories),
        ];
        foreach (string file in files)
        {
            string name = Path.GetRelativePath(SourceTree.Root, file);
            if (name.Split('/', '\\').Any(part => part is "bin" or "obj")) continue;
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(target, name))!);
            File.Copy(file, Path.Combine(target, name));
        }
    }

    [GeneratedRegex("```\n(dotnet pack -c Release src/DeepSharp -o .*?)```", RegexOptions.Singleline)]
    private static partial Regex Recipe();
}
