using System.Text.RegularExpressions;
using DeepSharp.Tests.Structure;

namespace Programs;

/// <summary>The examples of "Gradients of gradients" in docs/training.md are parts of programs that run.</summary>
public sealed partial class GradientExamplesTests
{
    [Fact]
    public void Every_line_stands_in_a_program()
    {
        string page = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "training.md")).ReplaceLineEndings("\n");
        string section = page[page.IndexOf("## Gradients of gradients", StringComparison.Ordinal)..];
        section = section[..section.IndexOf("\n## ", StringComparison.Ordinal)];
        string programs = string.Concat(new[] { "WganGpTests.cs", "PhysicsTests.cs" }
            .Select(file => File.ReadAllText(Path.Combine(SourceTree.Root, "tests", "DeepSharp.Tests", "Programs", file))));
        string[] lines = [.. Block().Matches(section).SelectMany(block => block.Groups[1].Value.Split('\n')).Select(line => line.Trim())];
        Assert.True(lines.Length > 30);
        Assert.All(lines, line => Assert.Contains(line.Split("   //")[0], programs));
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
