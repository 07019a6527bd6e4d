namespace DeepSharp.Tests.Models;

public class ProgbarTests
{
    private static readonly ProgressStyle s_plain = new(IsBar: false, IsColored: false, Width: int.MaxValue);

    [Fact]
    public void Values_are_averaged_over_units_but_for_those_that_are_shown_as_they_come()
    {
        var output = new StringWriter { NewLine = "\n" };
        var bar = Make(output, 10, stateful: ["lr"]);
        bar.Add(2, [("loss", 4), ("lr", 1)]);
        bar.Add(6, [("loss", 2), ("lr", 3)]);
        bar.Update(9, [("lr", 5)], finalize: true);
        Assert.Matches(@"^ 9/10 - 0s - \d+us/image - loss: 2\.5000 - lr: 5\.0000\n$", output.ToString().Replace("0s/image", "0us/image"));
    }

    [Fact]
    public void The_last_values_are_shown_as_they_come()
    {
        var output = new StringWriter { NewLine = "\n" };
        var bar = Make(output, 2, stateless: ["loss"]);
        bar.Add(1, [("loss", 4), ("lr", 1)]);
        bar.Add(1, [("loss", 2), ("lr", 3)]);
        Assert.EndsWith(" - loss: 2.0000 - lr: 3.0000\n", output.ToString(), StringComparison.Ordinal);
        Assert.Single(output.ToString(), letter => letter == '\n');
    }

    [Fact]
    public void A_bar_redraws_its_line_and_has_the_width_that_was_asked_for()
    {
        var output = new StringWriter { NewLine = "\n" };
        var bar = new Progbar(4, 8, default, 0, null, null, "step", (output, new ProgressStyle(IsBar: true, IsColored: false, Width: 120)));
        bar.Update(2);
        string line = output.ToString();
        Assert.StartsWith("\r2/4 ━━━━──── ", line, StringComparison.Ordinal);
        bar.Update(4);
        Assert.EndsWith("\n", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nobody_knows_how_many_there_are_the_end_is_said()
    {
        var output = new StringWriter { NewLine = "\n" };
        var bar = Make(output, null);
        bar.Add(3);
        Assert.Equal("", output.ToString());
        bar.Update(3, finalize: true);
        Assert.StartsWith("3/3 - ", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Extreme_arguments_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Progbar(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Progbar(1, width: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Progbar(1, interval: double.NaN));
        Assert.Throws<ArgumentException>(() => new Progbar(1, statefulMetrics: ["a"], statelessMetrics: ["b"]));
        var silent = new Progbar(int.MaxValue, verbose: 0);
        silent.Update(int.MaxValue - 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => silent.Add(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => silent.Update(-1));
    }

    private static Progbar Make(StringWriter output, int? target, string[]? stateful = null, string[]? stateless = null) =>
        new(target, 20, default, 0.05, stateful, stateless, "image", (output, s_plain));
}
