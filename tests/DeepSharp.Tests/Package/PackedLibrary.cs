using System.Globalization;
using System.IO.Compression;
using DeepSharp.Tests.Structure;

namespace DeepSharp.Tests.Package;

/// <summary>The library, packed once for all tests of a class under a version that exists nowhere else.</summary>
public sealed class PackedLibrary : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PackedLibrary()
    {
        // Artifacts of its own: the build that these tests belong to stays as it is.
        DotNet.Run(
            SourceTree.Root, [], "pack", "src/DeepSharp", "-c", "Release", "-v", "q", $"-p:Version={Version}", "-o", Folder,
            "--artifacts-path", _folder["artifacts"], "-nodeReuse:false", "-p:UseSharedCompilation=false");
    }

    public string Version { get; } = string.Create(CultureInfo.InvariantCulture, $"0.1.0-test.{DateTime.UtcNow.Ticks}");

    /// <summary>Where the package and its symbols are.</summary>
    public string Folder => _folder["packed"];

    public ZipArchive Open() => ZipFile.OpenRead(Path.Combine(Folder, $"PureDeepSharp.{Version}.nupkg"));

    public void Dispose() => _folder.Dispose();
}
