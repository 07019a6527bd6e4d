using System.Text.RegularExpressions;

namespace DeepSharp.Tests.Models;

public class ProgressBarTests
{
    private static readonly Logs s_logs = new() { ["accuracy"] = 0.35241, ["loss"] = 1.759, ["val_loss"] = 1.417 };

    private static readonly ProgressStyle s_bar = new(IsBar: true, IsColored: true, Width: 120);

    private static readonly ProgressStyle s_plain = new(IsBar: false, IsColored: false, Width: int.MaxValue);

    [Fact]
    public void Silence_writes_nothing() => Assert.Null(ProgressBar.Create(Verbosity.Silent));

    [Fact]
    public void A_bar_needs_a_terminal_that_can_redraw_a_line()
    {
        Assert.Equal(new ProgressStyle(true, true, 80), ProgressStyle.For(Verbosity.Auto, 80, null, "xterm"));
        Assert.Equal(new ProgressStyle(true, true, 80), ProgressStyle.For(Verbosity.ProgressBar, 80, "", "xterm"));
        Assert.Equal(s_plain, ProgressStyle.For(Verbosity.Auto, null, null, "xterm"));
        Assert.Equal(s_plain, ProgressStyle.For(Verbosity.ProgressBar, null, null, "xterm"));
        Assert.False(ProgressStyle.For(Verbosity.ProgressBar, 80, null, "dumb")!.IsBar);
        Assert.False(ProgressStyle.For(Verbosity.OneLine, 80, null, "xterm")!.IsBar);
    }

    [Theory]
    [InlineData(Verbosity.Auto)]
    [InlineData(Verbosity.ProgressBar)]
    public void A_user_who_wants_no_colours_has_none(Verbosity verbosity)
    {
        ProgressStyle style = ProgressStyle.For(verbosity, 80, "1", "xterm")!;
        string line = new ProgressLine(style).Compose("5/10", 0.5, "3s", "9ms/step", s_logs, isLast: false);
        Assert.StartsWith("\r5/10 ━━━━─────", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', line);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(50)]
    [InlineData(80)]
    public void A_bar_with_five_values_never_wraps(int width)
    {
        var logs = new Logs { ["accuracy"] = 0.35241, ["auc"] = 0.5, ["loss"] = 1.759, ["val_accuracy"] = 0.5, ["val_loss"] = 1.417 };
        var line = new ProgressLine(new ProgressStyle(IsBar: true, IsColored: true, width));
        string running = line.Compose(" 782/1563", 0.5, "13s", "17ms/step", logs, isLast: false);
        string last = line.Compose("1563/1563", 1, "26s", "17ms/step", logs, isLast: true);

        Assert.True(Visible(running).Length < width);
        Assert.All(Visible(last).Split('\n'), part => Assert.True(part.Length < width));
        Assert.Equal(
            logs.ToString().Split(" - "), Visible(last).Replace("\n", "").Split(" - ").Skip(1).Select(value => value.Trim()));
    }

    [Fact]
    public void A_narrow_terminal_has_a_narrower_bar_and_at_last_none()
    {
        Assert.Equal(8, Bars(41));
        Assert.Equal(5, Bars(37));
        Assert.Equal(0, Bars(10));

        static int Bars(int width) => new ProgressLine(new ProgressStyle(true, true, width))
            .Compose("5/10", 0.5, "3s", "9ms/step", new Logs { ["loss"] = 1.5 }, isLast: false).Count(character => character == '━');
    }

    // Without steps all times are 0, so that the line is known.
    [Fact]
    public void One_line_is_count_time_and_values() =>
        Assert.Equal("0/0 - 0s - 0s/step - accuracy: 0.3524 - loss: 1.7590 - val_loss: 1.4170\n", End(s_plain, 0, s_logs));

    [Fact]
    public void The_finished_bar_is_green_with_the_count_and_the_time_in_bold() => Assert.Equal(
        "\r\e[1m0/0\e[0m \e[32m━━━━━━━━━━━━━━━━━━━━\e[0m\e[37m\e[0m \e[1m0s\e[0m 0s/step" +
        " - accuracy: 0.3524 - loss: 1.7590 - val_loss: 1.4170\n",
        End(s_bar, 0, s_logs));

    [Fact]
    public void A_running_bar_is_green_up_to_where_it_is()
    {
        var output = new StringWriter { NewLine = "\n" };
        var bar = new ProgressBar(output, s_bar);
        bar.Begin(1563);
        bar.IsDue(1);
        bar.Draw(782, new Logs { ["loss"] = 1.926 });
        Assert.Matches(
            @"^\r\x1b\[1m 782/1563\x1b\[0m \x1b\[32m━{10}\x1b\[0m\x1b\[37m━{10}\x1b\[0m \x1b\[1m0s\x1b\[0m " +
            @"\d+(us|ms|s)/step - loss: 1\.9260$",
            output.ToString());
    }

    [Fact]
    public void An_unknown_number_of_steps_has_no_bar_until_it_is_known()
    {
        var output = new StringWriter { NewLine = "\n" };
        var bar = new ProgressBar(output, s_bar);
        bar.Begin(null);
        bar.IsDue(3);
        bar.Draw(3, new Logs { ["loss"] = 1.926 });
        Assert.Matches(@"^\r\x1b\[1m      3/Unknown\x1b\[0m \x1b\[1m0s\x1b\[0m \d+(us|ms|s)/step - loss: 1\.9260$", output.ToString());
        bar.End(new Logs(), 3);
        Assert.Matches(@"\r\x1b\[1m3/3\x1b\[0m \x1b\[32m━{20}", output.ToString());
    }

    [Fact]
    public void A_shorter_line_covers_the_one_before()
    {
        var line = new ProgressLine(s_bar);
        string first = line.Compose("2/4", 0.5, "3s", "9ms/step", s_logs, isLast: false);
        string second = line.Compose("4/4", 1, "3s", "9ms/step", null, isLast: true);
        Assert.Equal(Visible(first).Length, Visible(second).Length);
    }

    [Fact]
    public void Predictions_have_no_values() => Assert.Matches(@"^5/5 - 0s - \d+(us|ms|s)/step\n$", End(s_plain, 5, null));

    [Fact]
    public void A_bar_is_drawn_after_the_first_step_and_not_at_the_last()
    {
        var bar = new ProgressBar(new StringWriter(), s_bar);
        bar.Begin(2);
        Assert.True(bar.IsDue(1));
        Assert.False(bar.IsDue(2));
    }

    [Fact]
    public void One_line_is_never_redrawn()
    {
        var bar = new ProgressBar(new StringWriter(), s_plain);
        bar.Begin(2);
        Assert.False(bar.IsDue(1));
    }

    [Theory]
    [InlineData(Verbosity.Auto)]
    [InlineData(Verbosity.ProgressBar)]
    [InlineData(Verbosity.OneLine)]
    public void Without_a_terminal_there_is_one_plain_line_for_each_epoch(Verbosity verbosity)
    {
        string text = FitText(verbosity, epochs: 2);
        Assert.Matches(
            @"^Epoch 1/2 - 2/2 - 0s - \d+(us|ms|s)/step - loss: 1\.6667 - mae: 1\.0000 - val_loss: 1\.6667 - val_mae: 1\.0000\n" +
            @"Epoch 2/2 - 2/2 - [^\r\x1b\n]*\n$",
            text);
    }

    [Fact]
    public void A_single_epoch_has_no_heading() =>
        Assert.StartsWith("2/2 - 0s - ", FitText(Verbosity.OneLine, epochs: 1), StringComparison.Ordinal);

    [Fact]
    public void A_silent_fit_writes_nothing() => Assert.Equal("", FitText(Verbosity.Silent, epochs: 2));

    // There are two batches.
    [Fact]
    public void More_steps_than_there_are_batches_are_as_many_as_there_are()
    {
        const Verbosity Line = Verbosity.OneLine;
        string predicted = Written((model, x, _) => model.Predict(x, batchSize: 2, steps: 100, verbose: Line));
        string evaluated = Written((model, x, y) => model.Evaluate(x, y, batchSize: 2, steps: 100, verbose: Line));
        Assert.StartsWith("2/2 - ", predicted, StringComparison.Ordinal);
        Assert.StartsWith("2/2 - ", evaluated, StringComparison.Ordinal);
    }

    // There are two batches.
    [Fact]
    public void An_epoch_whose_data_ran_out_shows_the_steps_that_it_had() => Assert.StartsWith(
        "2/3 - ",
        Written((model, x, y) => model.Fit(x, y, batchSize: 2, stepsPerEpoch: 3, verbose: Verbosity.OneLine)), StringComparison.Ordinal);

    [Theory]
    [InlineData(0, "0s/step")]
    [InlineData(0.0000123, "12us/step")]
    [InlineData(0.000999, "999us/step")]
    [InlineData(0.001, "1ms/step")]
    [InlineData(0.0172, "17ms/step")]
    [InlineData(1, "1s/step")]
    [InlineData(62.4, "62s/step")]
    public void The_time_of_a_step_is_in_whole_units(double seconds, string text) => Assert.Equal(text, ProgressBar.FormatStep(seconds));

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(9.9, "9s")]
    [InlineData(59.9, "59s")]
    [InlineData(65, "1:05")]
    [InlineData(3723, "1:02:03")]
    [InlineData(90000, "25:00:00")]
    public void The_time_left_is_rounded_down(double seconds, string text) => Assert.Equal(text, ProgressBar.FormatRemaining(seconds));

    [Theory]
    [InlineData(0.4, "0s")]
    [InlineData(26.6, "27s")]
    [InlineData(125, "125s")]
    public void The_time_taken_is_rounded(double seconds, string text) => Assert.Equal(text, ProgressBar.FormatSeconds(seconds));

    private static string Visible(string line) => Regex.Replace(line, @"\x1b\[\d+m|\r", "");

    private static string End(ProgressStyle style, int steps, Logs? logs)
    {
        var output = new StringWriter { NewLine = "\n" };
        var bar = new ProgressBar(output, style);
        bar.Begin(steps);
        bar.IsDue(1);
        bar.End(logs, steps);
        return output.ToString();
    }

    // Losses of the three samples are 0, 1 and 4.
    private static string FitText(Verbosity verbosity, int epochs) => Written(
        (model, x, y) => model.Fit(x, y, batchSize: 2, epochs: epochs, verbose: verbosity, validationData: (x, y)));

    private static string Written(Action<Model, Tensor, Tensor> run)
    {
        Sequential model = SmallModels.Factor();
        model.Compile(new SGD(0f), "mse", ["mae"]);
        (Tensor x, Tensor y) = SmallModels.Numbers(3);
        TextWriter console = Console.Out;
        using var output = new StringWriter { NewLine = "\n" };
        Console.SetOut(output);
        try
        {
            run(model, x, y);
        }
        finally
        {
            Console.SetOut(console);
        }

        return output.ToString();
    }
}
