namespace DeepSharp;

/// <summary>How much <c>Fit</c>, <c>Evaluate</c> and <c>Predict</c> write to the console (Keras's <c>verbose</c>).</summary>
public enum Verbosity
{
    /// <summary>A progress bar on a terminal, one plain line an epoch elsewhere.</summary>
    Auto = -1,

    /// <summary>Nothing. Warnings go to the error stream all the same, see <see cref="History.Warnings"/>.</summary>
    Silent = 0,

    /// <summary>
    /// A progress bar that redraws its line, within the width of the terminal, and in colours unless the environment sets <c>NO_COLOR</c>.
    /// Where the output is no terminal there is one plain line an epoch.
    /// </summary>
    ProgressBar = 1,

    /// <summary>One plain line an epoch.</summary>
    OneLine = 2,
}
