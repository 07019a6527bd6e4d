using DeepSharp.Tests.Structure;

namespace DeepSharp.Tests.Package;

/// <summary>What is seen while <c>dotnet run</c> and <c>dotnet test</c> build, which ask for silence.</summary>
public sealed class BuildOutputTests
{
    [Fact]
    public void A_silent_build_says_what_it_does()
    {
        string output = DotNet.Run(
            SourceTree.Root, [], "msbuild", "samples/Cifar10/Cifar10.csproj", "-t:Restore", "-v:quiet", "-nodeReuse:false");

        Assert.Contains("restore", output, StringComparison.Ordinal);
    }
}
