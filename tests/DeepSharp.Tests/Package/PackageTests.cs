using System.IO.Compression;
using System.Xml.Linq;

namespace DeepSharp.Tests.Package;

/// <summary>
/// The package as a stranger gets it: packed with a version that exists nowhere else, looked into, restored from its folder by a fresh
/// program outside the repository, and run.
/// </summary>
[Collection(typeof(PackageCollection))]
public sealed class PackageTests(PackedLibrary library)
{
    [Fact]
    public void It_says_who_it_is()
    {
        using ZipArchive package = library.Open();
        using Stream nuspec = package.Entries.Single(entry => entry.FullName == "PureDeepSharp.nuspec").Open();
        XElement metadata = XDocument.Load(nuspec).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
        string Value(string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;

        Assert.Equal("PureDeepSharp", Value("id"));
        Assert.Equal(library.Version, Value("version"));
        Assert.Equal("MIT", Value("license"));
        Assert.Equal("README.md", Value("readme"));
        Assert.NotEmpty(Value("description"));
        IEnumerable<string> dependencies = metadata.Descendants()
            .Where(element => element.Name.LocalName == "dependency").Select(element => (string)element.Attribute("id")!);
        Assert.Equal(["System.Numerics.Tensors"], dependencies);
    }

    [Fact]
    public void It_holds_one_managed_library_its_docs_and_the_readme()
    {
        using ZipArchive package = library.Open();
        IEnumerable<string> files = package.Entries.Select(entry => entry.FullName).Where(name => !IsPackaging(name));

        Assert.Equal(["README.md", "lib/net10.0/DeepSharp.dll", "lib/net10.0/DeepSharp.xml"], files.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Its_symbols_lie_beside_it()
    {
        using ZipArchive symbols = ZipFile.OpenRead(Path.Combine(library.Folder, $"PureDeepSharp.{library.Version}.snupkg"));

        Assert.Contains("lib/net10.0/DeepSharp.pdb", symbols.Entries.Select(entry => entry.FullName));
    }

    [Fact]
    public void A_fresh_program_restores_it_trains_and_predicts()
    {
        using var program = new FreshProgram(library, Program);

        string output = program.Run();

        Assert.Equal($"PureDeepSharp {library.Version}: 12 steps, the loss falls, predictions (8, 2)", output.Trim());
        Assert.True(Directory.Exists(Path.Combine(program.Packages, "puredeepsharp", library.Version)));
    }

    private static bool IsPackaging(string name) =>
        name is "[Content_Types].xml" or "PureDeepSharp.nuspec"
        || name.StartsWith("_rels/", StringComparison.Ordinal) || name.StartsWith("package/", StringComparison.Ordinal);

    private const string Program = """
        using System.Reflection;
        using DeepSharp;
        using DeepSharp.Layers;

        DeepSharpRuntime.SetRandomSeed(1);
        Tensor x = Tensor.Zeros([8, 4, 4, 1]);
        for (int i = 0; i < x.Size; i++) x.Span[i] = i * 7 % 13 / 13f;
        Tensor y = Tensor.FromLabels([0, 1, 0, 1, 0, 1, 0, 1]);

        var model = new Sequential(
            new Conv2D(4, (3, 3), activation: "relu", inputShape: [4, 4, 1]),
            new MaxPooling2D((2, 2)),
            new Flatten(),
            new Dense(2, activation: "softmax"));
        model.Compile(optimizer: new Adam(0.01f), loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        double before = model.Evaluate(x, y, verbose: Verbosity.Silent).Loss;
        model.Fit(x, y, batchSize: 4, epochs: 6, verbose: Verbosity.Silent);
        double after = model.Evaluate(x, y, verbose: Verbosity.Silent).Loss;

        string version = typeof(Sequential).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        string trend = after < before ? "falls" : "rises";
        Console.Write($"PureDeepSharp {version.Split('+')[0]}: {model.Optimizer!.Iterations} steps, ");
        Console.WriteLine($"the loss {trend}, predictions {model.Predict(x).Shape}");
        """;
}
