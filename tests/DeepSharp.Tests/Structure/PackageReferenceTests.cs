using System.Xml.Linq;

namespace DeepSharp.Tests.Structure;

/// <summary>The packages and projects that each project uses, as a closed list: another one is a decision, not an accident.</summary>
public sealed class PackageReferenceTests
{
    private const string Library = "../../src/DeepSharp/DeepSharp.csproj";

    private const string Fuzz = "../DeepSharp.Fuzz/DeepSharp.Fuzz.csproj";

    private const string Extensions = "../DeepSharp.Extensions/DeepSharp.Extensions.csproj";

    private const string Sample = "../../samples/Cifar10/Cifar10.csproj";

    private const string FSharpSample = "../../samples/FSharpTour/FSharpTour.fsproj";

    // Not in DeepSharp.sln, and with a list of versions of its own: nobody who builds or tests the library downloads libtorch.
    private const string Versus = "benchmarks/DeepSharp.Versus";

    private static readonly Dictionary<string, string[]> s_references = new()
    {
        ["src/DeepSharp/DeepSharp.csproj"] =
        [
            "System.Numerics.Tensors",
            "Microsoft.CodeAnalysis.PublicApiAnalyzers (private)",
            "Microsoft.CodeAnalysis.BannedApiAnalyzers (private)",
        ],
        ["tests/DeepSharp.Tests/DeepSharp.Tests.csproj"] = ["xunit.v3", "CsCheck", Library, Sample, FSharpSample, Fuzz, Extensions],
        ["tests/DeepSharp.Fuzz/DeepSharp.Fuzz.csproj"] = [Library],
        ["tests/DeepSharp.Extensions/DeepSharp.Extensions.csproj"] = [Library],
        ["benchmarks/DeepSharp.Benchmarks/DeepSharp.Benchmarks.csproj"] = ["BenchmarkDotNet", Library],
        [$"{Versus}/DeepSharp.Versus.csproj"] = ["TorchSharp", "libtorch-cpu-linux-x64", "libtorch-cpu-osx-arm64", "libtorch-cpu-win-x64"],
        ["samples/Cifar10/Cifar10.csproj"] = ["Spectre.Console", Library],
        ["samples/FSharpTour/FSharpTour.fsproj"] = [Library],
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
            .SelectMany(folder => Directory.GetFiles(Path.Combine(SourceTree.Root, folder), "*.*sproj", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(SourceTree.Root, path).Replace('\\', '/'))];

        Assert.Equal(s_references.Keys.Order(), found.Order());
    }

    [Fact]
    public void No_reference_comes_from_elsewhere()
    {
        string[] files = ["Directory.Build.props", "Directory.Packages.props", $"{Versus}/Directory.Packages.props"];
        IEnumerable<string> names = files.SelectMany(Elements).Select(element => element.Name.LocalName);

        Assert.DoesNotContain(names, name => name.EndsWith("Reference", StringComparison.Ordinal));
        Assert.False(File.Exists(Path.Combine(SourceTree.Root, "Directory.Build.targets")));
    }

    [Theory]
    [InlineData("Directory.Packages.props", false)]
    [InlineData($"{Versus}/Directory.Packages.props", true)]
    public void Every_version_in_a_central_list_is_used(string list, bool isOfVersus)
    {
        IEnumerable<string> listed = Elements(list)
            .Where(element => element.Name.LocalName == "PackageVersion").Select(element => (string)element.Attribute("Include")!);
        IEnumerable<string> used = s_references.Where(entry => entry.Key.StartsWith(Versus, StringComparison.Ordinal) == isOfVersus)
            .SelectMany(entry => entry.Value).Where(reference => reference is not (Library or Sample or FSharpSample or Fuzz or Extensions));

        Assert.Equal(used.Select(reference => reference.Split(' ')[0]).Distinct().Order(), listed.Order());
    }

    [Fact]
    public void The_solution_has_no_part_that_needs_libtorch() =>
        Assert.DoesNotContain("Versus", File.ReadAllText(Path.Combine(SourceTree.Root, "DeepSharp.sln")), StringComparison.Ordinal);

    private static IEnumerable<string> References(string project) => Elements(project)
        .Where(element => element.Name.LocalName is "PackageReference" or "ProjectReference" or "Reference")
        .Select(element => (string)element.Attribute("Include")! + (IsPrivate(element) ? " (private)" : ""));

    private static bool IsPrivate(XElement reference) => (string?)reference.Attribute("PrivateAssets") == "all";

    private static IEnumerable<XElement> Elements(string file) => XDocument.Load(Path.Combine(SourceTree.Root, file)).Descendants();
}
