namespace DeepSharp;

/// <summary>How progress is shown.</summary>
/// <param name="IsBar">Whether a line redraws itself, which takes a terminal; else there is one plain line, at the end.</param>
/// <param name="IsColored">Whether the bar has colours.</param>
/// <param name="Width">The columns of the terminal, which a bar never exceeds.</param>
internal sealed record ProgressStyle(bool IsBar, bool IsColored, int Width)
{
    /// <summary>The columns of the bar, where there is room.</summary>
    public int WidestBar { get; init; } = 20;

    /// <summary>What is counted.</summary>
    public string Unit { get; init; } = "step";

    /// <summary>The least time between two drawings of the bar, in seconds.</summary>
    public double Interval { get; init; } = 0.05;

    /// <summary>The style for a wanted verbosity on the console as it is; null for none.</summary>
    /// <remarks>
    /// Asks the terminal and the environment only where something is shown: small predictions take little longer than that.
    /// </remarks>
    public static ProgressStyle? For(Verbosity verbosity) => verbosity == Verbosity.Silent ? null : For(
        verbosity, ConsoleWidth.Columns, Environment.GetEnvironmentVariable("NO_COLOR"), Environment.GetEnvironmentVariable("TERM"));

    /// <summary>The same for a console of some width, null where there is no terminal, and variables of the environment.</summary>
    public static ProgressStyle? For(Verbosity verbosity, int? columns, string? noColor, string? terminal)
    {
        if (verbosity == Verbosity.Silent) return null;
        bool isBar = verbosity != Verbosity.OneLine && columns is not null && terminal != "dumb";
        return new ProgressStyle(isBar, isBar && string.IsNullOrEmpty(noColor), columns ?? int.MaxValue);
    }
}
