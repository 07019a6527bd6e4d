using System.Runtime.InteropServices;

namespace DeepSharp.Tests.Package;

/// <summary>A program in a folder outside the repository that takes the library from its package, as a stranger's does.</summary>
internal sealed class FreshProgram : IDisposable
{
    // No compilers of this build stay behind.
    private static readonly string[] s_quiet = ["-v", "q", "-nodeReuse:false", "-p:UseSharedCompilation=false"];

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _environment;

    /// <param name="library">The package.</param>
    /// <param name="program">The text of Program.cs.</param>
    /// <param name="more">More of the project file.</param>
    public FreshProgram(PackedLibrary library, string program, string more = "")
    {
        // A package folder of its own keeps the machine's clean; what lies in the machine's already is read from there.
        _environment = new Dictionary<string, string> { ["NUGET_PACKAGES"] = _folder["packages"] };
        File.WriteAllText(_folder["Fresh.csproj"], Project(library.Version, more));
        File.WriteAllText(_folder["Program.cs"], program);
        File.WriteAllText(_folder["Directory.Build.props"], "<Project />");
        File.WriteAllText(_folder["Directory.Packages.props"], "<Project />");
        File.WriteAllText(_folder["NuGet.config"], Sources(library.Folder));
    }

    /// <summary>Where the program's restored packages are.</summary>
    public string Packages => _folder["packages"];

    /// <summary>Compiles the program and runs it with the JIT.</summary>
    /// <returns>What it printed.</returns>
    public string Run()
    {
        DotNet.Run(_folder.Path, _environment, ["build", "-c", "Release", .. s_quiet]);
        return DotNet.Run(_folder.Path, _environment, "bin/Release/net10.0/Fresh.dll");
    }

    /// <summary>Publishes the program for this machine and runs what came of it.</summary>
    /// <param name="properties">Properties of the build.</param>
    /// <returns>What it printed, and the folder in which it is.</returns>
    public (string Output, string Folder) Publish(params string[] properties)
    {
        string[] options = ["-r", RuntimeInformation.RuntimeIdentifier, .. properties.Select(property => $"-p:{property}"), .. s_quiet];

        // Compilers and runtimes are large: they go into the machine's folder, once, restored by the program without the library.
        DotNet.Run(_folder.Path, [], ["restore", .. options, "-p:WithLibrary=false"]);
        string folder = _folder[properties[0]];
        DotNet.Run(_folder.Path, _environment, ["publish", "-c", "Release", "-o", folder, .. options]);
        return (Commands.Run(FileIn(folder), folder, []), folder);
    }

    /// <summary>The published program.</summary>
    public static string FileIn(string folder) => Path.Combine(folder, OperatingSystem.IsWindows() ? "Fresh.exe" : "Fresh");

    public void Dispose() => _folder.Dispose();

    private static string Project(string version, string more) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <NuGetAudit>false</NuGetAudit>
          </PropertyGroup>
          <ItemGroup Condition="'$(WithLibrary)' != 'false'">
            <PackageReference Include="PureDeepSharp" Version="[{version}]" />
          </ItemGroup>
          {more}
        </Project>
        """;

    // The library may come from its folder only, everything else from the machine's own sources.
    private static string Sources(string packed)
    {
        IEnumerable<string> others = DotNet.PackageSources()
            .Select(name => $"""<packageSource key="{name}"><package pattern="*" /></packageSource>""");
        return $"""
            <configuration>
              <packageSources>
                <add key="packed" value="{packed}" />
              </packageSources>
              <fallbackPackageFolders>
                <add key="restored" value="{DotNet.PackageFolder()}" />
              </fallbackPackageFolders>
              <packageSourceMapping>
                <packageSource key="packed"><package pattern="PureDeepSharp*" /></packageSource>
                {string.Concat(others)}
              </packageSourceMapping>
            </configuration>
            """;
    }
}
