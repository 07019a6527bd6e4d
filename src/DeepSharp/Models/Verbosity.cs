namespace DeepSharp;

/// <summary>How much <c>Fit</c>, <c>Evaluate</c> and <c>Predict</c> write to the console (Keras's <c>verbose</c>).</summary>
public enum Verbosity
{
    /// <summary>A progress bar on a terminal, exactly one plain line an epoch elsewhere.</summary>
    Auto = -1,

    /// <summary>Nothing. Warnings go to the error stream all the same, see <see cref="History.Warnings"/>.</summary>
    Silent = 0,

    /// <summary>A progress bar that redraws its line.</summary>
    ProgressBar = 1,

    /// <summary>One plain line an epoch, below a heading with its number if there are several.</summary>
    OneLine = 2,
}
