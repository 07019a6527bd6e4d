using System.Text.RegularExpressions;
using DeepSharp.Datasets;

namespace DeepSharp.Tests.Package;

/// <summary>The sample program as a user runs it.</summary>
public sealed partial class Cifar10SampleTests
{
    private static readonly string s_program = SampleProgram.Find("Cifar10");

    [Fact]
    public void It_trains_and_says_the_same_on_one_thread_and_on_two()
    {
        string one = Train(threads: 1), two = Train(threads: 2);

        Assert.Matches(TestAccuracy(), one);
        Assert.Matches(TrainSpeed(), one);
        Assert.Equal(TestAccuracy().Match(one).Value, TestAccuracy().Match(two).Value);
        Assert.Equal(EpochMetrics().Match(one).Value, EpochMetrics().Match(two).Value);
        Assert.NotEmpty(EpochMetrics().Match(one).Value);
        string[][] table = Table(one);
        Assert.Equal(["image", "predicted", "probability", "true class"], table[0]);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"{i}"), table[1..].Select(row => row[0]));
        Assert.All(table[1..], row => Assert.Contains(row[1], Cifar10.ClassNames));
        Assert.All(table[1..], row => Assert.Contains(row[3], Cifar10.ClassNames));
        Assert.Equal(table, Table(two));
    }

    [Theory]
    [InlineData("Cannot read '--epochs none'.", "--epochs", "none")]
    [InlineData("Cannot read '--threads 0'.", "--threads", "0")]
    [InlineData("Cannot read '--seed'.", "--synthetic", "--seed")]
    [InlineData("Cannot read '--epoch 3'.", "--epoch", "3")]
    public void A_bad_option_is_named_and_the_exit_code_is_1(string message, params string[] options)
    {
        (int code, string output, string errors) = Run(options);

        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith(message, errors, StringComparison.Ordinal);
        Assert.Contains("--batch-size N", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public void Help_is_no_failure(string option)
    {
        (int code, string output, string errors) = Run(option);

        Assert.Equal((0, ""), (code, errors));
        Assert.StartsWith("Trains the CIFAR-10 tutorial network.", output, StringComparison.Ordinal);
    }

    private static string Train(int threads)
    {
        (int code, string output, string errors) = Run(
            "--synthetic", "--train-samples", "64", "--epochs", "1", "--seed", "1", "--threads", $"{threads}");
        Assert.True(code == 0, $"Exit code {code}.\n{output}\n{errors}");
        return output;
    }

    private static (int Code, string Output, string Errors) Run(params string[] options) =>
        DotNet.RunToEnd(Path.GetTempPath(), [], [s_program, .. options]);

    // The rows of the last table, cells without their frames.
    private static string[][] Table(string output) =>
    [
        .. output[output.IndexOf("train images/s", StringComparison.Ordinal)..].Split('\n')
            .Select(line => line.Trim().Split('│', '|').Select(cell => cell.Trim()).ToArray())
            .Where(cells => cells.Length == 6)
            .Select(cells => cells[1..^1]),
    ];

    [GeneratedRegex(@"^test accuracy: 0\.\d{4}\r?$", RegexOptions.Multiline)]
    private static partial Regex TestAccuracy();

    [GeneratedRegex(@"^train images/s: [1-9]\d*\r?$", RegexOptions.Multiline)]
    private static partial Regex TrainSpeed();

    [GeneratedRegex(@"accuracy: 0\.\d+ - loss: .* - val_loss: \d\.\d+")]
    private static partial Regex EpochMetrics();
}
