namespace DeepSharp.Tests.Package;

/// <summary>The sample in F# as a user runs it. That it is built shows that F# takes the library as it is.</summary>
public sealed class FSharpSampleTests
{
    [Fact]
    public void It_trains_what_it_says()
    {
        string output = DotNet.Run(Path.GetTempPath(), [], SampleProgram.Find("FSharpTour"));

        string[] lines = output.ReplaceLineEndings("\n").TrimEnd().Split('\n');
        Assert.Equal(11, lines.Length);
        Assert.InRange(NumberAfter("test mae ", lines[0]), 0, 0.1);
        Assert.InRange(NumberAfter("predicted ", lines[1]), 1.8, 2.2);
        Assert.InRange(NumberAfter("test accuracy ", lines[2]), 0.9, 1);
        Assert.Equal("pictures: the loaded model predicts the same: true", lines[3]);
        Assert.InRange(NumberAfter(" to ", lines[4]), 0, 0.2);
        Assert.EndsWith("the first is larger: true", lines[5], StringComparison.Ordinal);
        Assert.Equal("own loop: y = 4.00 x -1.00", lines[6]);
        Assert.Equal("forms: all taken: true", lines[7]);
        Assert.StartsWith("sentiment: stopped early: true", lines[8], StringComparison.Ordinal);
        Assert.InRange(NumberAfter("test accuracy ", lines[8]), 0.95, 1);
        Assert.InRange(NumberAfter(" to ", lines[9]), 0, 5);
        Assert.InRange(NumberAfter("their code ", lines[10]), 0, 0.01);
    }

    private static double NumberAfter(string label, string line) => double.Parse(
        line[(line.IndexOf(label, StringComparison.Ordinal) + label.Length)..], System.Globalization.CultureInfo.InvariantCulture);
}
