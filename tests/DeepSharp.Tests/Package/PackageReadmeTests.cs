using System.IO.Compression;
using System.Text.RegularExpressions;

namespace DeepSharp.Tests.Package;

/// <summary>The readme in the package, which is read on a web page or in an editor, far from the repository.</summary>
[Collection(typeof(PackageCollection))]
public sealed partial class PackageReadmeTests(PackedLibrary library)
{
    [Fact]
    public void Its_links_lead_out_of_the_package_or_nowhere()
    {
        string text = Read();

        Assert.Matches(Target(), "[a](b) ![c](d)");
        Assert.All(Target().Matches(text), match => Assert.StartsWith("https://", match.Groups[1].Value, StringComparison.Ordinal));
        Assert.DoesNotMatch(@"\b(href|src)\s*=|^\s*\[[^\]]+\]:", text);
    }

    [Fact]
    public void Its_program_runs()
    {
        string code = CSharp().Match(Read()).Groups[1].Value;
        using var program = new FreshProgram(library, code);

        string output = program.Run();

        Assert.StartsWith("Model: \"sequential\"", output, StringComparison.Ordinal);
        Assert.Matches(@"image 0: \w+\s*$", output);
    }

    private string Read()
    {
        using ZipArchive package = library.Open();
        using var reader = new StreamReader(package.Entries.Single(entry => entry.FullName == "README.md").Open());
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    // What a link or an image points to.
    [GeneratedRegex(@"\]\(([^)\s]*)")]
    private static partial Regex Target();

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharp();
}
