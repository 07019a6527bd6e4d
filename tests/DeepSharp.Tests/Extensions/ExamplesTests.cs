using System.Text.RegularExpressions;
using DeepSharp.Tests.Structure;

namespace DeepSharp.Tests.Extensions;

/// <summary>The examples of docs/extending.md are parts of programs that are compiled.</summary>
public sealed partial class ExamplesTests
{
    [Fact]
    public void Every_example_stands_in_a_file_that_is_compiled()
    {
        string[] sources =
        [
            .. new[] { "DeepSharp.Extensions", "DeepSharp.Tests/Extensions" }
                .SelectMany(folder => Directory.GetFiles(Path.Combine(SourceTree.Root, "tests", folder), "*.cs"))
                .Select(file => Plain(File.ReadAllText(file))),
        ];
        string[] examples =
        [
            .. Block().Matches(File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "extending.md")).ReplaceLineEndings("\n"))
                .Select(match => match.Groups[1].Value),
        ];
        Assert.True(examples.Length >= 9);
        Assert.All(examples, example => Assert.Contains(sources, source => source.Contains(Plain(example), StringComparison.Ordinal)));
    }

    // Without indentation and empty lines.
    private static string Plain(string code) =>
        string.Join('\n', code.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
