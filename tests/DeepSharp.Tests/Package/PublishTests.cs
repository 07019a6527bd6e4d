using System.Globalization;
using System.Text.RegularExpressions;
using DeepSharp.Tests.Structure;

namespace DeepSharp.Tests.Package;

/// <summary>
/// The program in the folder Published, which uses every public area, compiled ahead of time and trimmed, with every warning an error:
/// it prints what it prints with the JIT.
/// </summary>
[Collection(typeof(PackageCollection))]
public sealed partial class PublishTests(PackedLibrary library)
{
    private const long Megabyte = 1_000_000;

    [Fact]
    public void A_program_compiled_ahead_of_time_or_trimmed_computes_the_same_and_nothing_warns()
    {
        // Without it nothing can be linked. CI has one.
        bool linker = !OperatingSystem.IsLinux() || HasCommand("clang") || HasCommand("gcc");
        Assert.SkipUnless(linker || Environment.GetEnvironmentVariable("CI") == "true", "There is neither clang nor gcc.");
        using var program = new FreshProgram(library, Program, Properties());
        string expected = program.Run();
        Assert.StartsWith("code at run time: True\nModel: ", expected.ReplaceLineEndings("\n"), StringComparison.Ordinal);

        // The whole library is kept here, so that what the program does not call is looked at too. The same JIT gives the same bits.
        (string trimmed, _) = program.Publish("PublishTrimmed=true", "SelfContained=true", "KeepAll=true");
        Assert.Equal(expected, trimmed);

        // Compiled for any processor of the kind, with narrower registers than the JIT's.
        (string native, string folder) = program.Publish("PublishAot=true");
        Assert.DoesNotContain(Directory.GetFiles(folder), file => file.EndsWith(".dll", StringComparison.Ordinal));
        Assert.InRange(new FileInfo(FreshProgram.FileIn(folder)).Length, Megabyte, 12 * Megabyte);
        AssertClose(expected.Replace("run time: True", "run time: False", StringComparison.Ordinal), native);
    }

    private static void AssertClose(string expected, string actual)
    {
        Assert.Equal(Number().Replace(expected, "#"), Number().Replace(actual, "#"));
        foreach ((double number, double other) in Numbers(expected).Zip(Numbers(actual)))
        {
            bool close = Math.Abs(number - other) <= 1e-4 * Math.Max(1, Math.Abs(number));
            Assert.True(close, $"expected {number} but got {other}:\n{actual}");
        }
    }

    private static IEnumerable<double> Numbers(string text) =>
        Number().Matches(text).Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture));

    private static bool HasCommand(string name) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, name)));

    private static string Properties() => $"""
        <PropertyGroup>
            <LangVersion>latest</LangVersion>
            <ILLinkTreatWarningsAsErrors>true</ILLinkTreatWarningsAsErrors>
            <IlcTreatWarningsAsErrors>true</IlcTreatWarningsAsErrors>
            <TrimmerSingleWarn>false</TrimmerSingleWarn>
          </PropertyGroup>
          <ItemGroup>
            <Compile Include="{Path.Combine(SourceTree.Root, "tests/DeepSharp.Tests/Package/Published/*.cs")}" />
            <TrimmerRootAssembly Condition="'$(KeepAll)' == 'true'" Include="DeepSharp" />
          </ItemGroup>
        """;

    private const string Program = """
        Console.WriteLine($"code at run time: {System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported}");
        await Published.EveryArea.RunAsync(Console.Out);
        """;

    [GeneratedRegex(@"-?\d+(\.\d+)?([eE][-+]?\d+)?")]
    private static partial Regex Number();
}
