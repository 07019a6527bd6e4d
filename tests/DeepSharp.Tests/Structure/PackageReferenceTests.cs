using System.Xml.Linq;

namespace DeepSharp.Tests.Structure;

/// <summary>The packages and projects that each project uses, as a closed list: another one is a decision, not an accident.</summary>
public sealed class PackageReferenceTests
{
    private const string Library = "../../src/DeepSharp/DeepSharp.csproj";

    private const string Sample = "../../samples/Cifar10/Cifar10.csproj";

    private static readonly Dictionary<string, string[]> s_references = new()
    {
        ["src/DeepSharp/DeepSharp.csproj"] =
        [
            "System.Numerics.Tensors",
            "Microsoft.CodeAnalysis.PublicApiAnalyzers (private)",
            "Microsoft.CodeAnalysis.BannedApiAnalyzers (private)",
        ],
        ["tests/DeepSharp.Tests/DeepSharp.Tests.csproj"] = ["xunit.v3", "CsCheck", Library, Sample],
        ["benchmarks/DeepSharp.Benchmarks/DeepSharp.Benchmarks.csproj"] = ["BenchmarkDotNet", Library],
        ["samples/Cifar10/Cifar10.csproj"] = ["Spectre.Console", Library],
    };

    [Fact]
    public void Projects_reference_what_this_list_says()
    {
        Assert.All(s_references, entry => Assert.Equal(entry.Value.Order(), References(entry.Key).Order()));
    }

    [Fact]
    public void Every_project_of_the_repository_is_in_the_list()
    {
        string[] found = [.. new[] { "src", "tests", "benchmarks", "samples" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(SourceTree.Root, folder), "*.csproj", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(SourceTree.Root, path).Replace('\\', '/'))];

        Assert.Equal(s_references.Keys.Order(), found.Order());
    }

    [Fact]
    public void No_reference_comes_from_elsewhere()
    {
        string[] files = ["Directory.Build.props", "Directory.Packages.props"];
        IEnumerable<string> names = files.SelectMany(Elements).Select(element => element.Name.LocalName);

        Assert.DoesNotContain(names, name => name.EndsWith("Reference", StringComparison.Ordinal));
        Assert.False(File.Exists(Path.Combine(SourceTree.Root, "Directory.Build.targets")));
    }

    [Fact]
    public void Every_version_in_the_central_list_is_used()
    {
        IEnumerable<string> listed = Elements("Directory.Packages.props")
            .Where(element => element.Name.LocalName == "PackageVersion").Select(element => (string)element.Attribute("Include")!);
        IEnumerable<string> used = s_references.Values.SelectMany(references => references).Where(reference => reference is not (Library or Sample));

        Assert.Equal(used.Select(reference => reference.Split(' ')[0]).Distinct().Order(), listed.Order());
    }

    private static IEnumerable<string> References(string project) => Elements(project)
        .Where(element => element.Name.LocalName is "PackageReference" or "ProjectReference" or "Reference")
        .Select(element => (string)element.Attribute("Include")! + (IsPrivate(element) ? " (private)" : ""));

    private static bool IsPrivate(XElement reference) => (string?)reference.Attribute("PrivateAssets") == "all";

    private static IEnumerable<XElement> Elements(string file) => XDocument.Load(Path.Combine(SourceTree.Root, file)).Descendants();
}
