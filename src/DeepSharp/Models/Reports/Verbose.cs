using System.Globalization;

namespace DeepSharp;

/// <summary>
/// What the argument <c>verbose</c> takes: a <see cref="Verbosity"/>, or what Keras has for it, <c>0</c>, <c>1</c>, <c>2</c> or
/// <c>"auto"</c>.
/// </summary>
/// <remarks>All convert by themselves. Where nothing is given the method's own documentation says what it writes.</remarks>
/// <example><code>
/// model.Fit(x, y, epochs: 5, verbose: 2);              // one line an epoch
/// model.Evaluate(x, y, verbose: Verbosity.Silent);     // the same as 0
/// </code></example>
public readonly struct Verbose
{
    private readonly Verbosity? _given;

    private Verbose(Verbosity given) => _given = given;

    /// <summary>One of the named ones.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none of them.</exception>
    public static implicit operator Verbose(Verbosity verbosity) =>
        Enum.IsDefined(verbosity) ? new(verbosity) : throw Refuse(((int)verbosity).ToString(CultureInfo.InvariantCulture));

    /// <summary>Keras's number: 0 for nothing, 1 for a progress bar, 2 for one line an epoch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is another number.</exception>
    public static implicit operator Verbose(int number) =>
        number is >= 0 and <= 2 ? new((Verbosity)number) : throw Refuse(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>As in Python, where true is 1 and false 0.</summary>
    public static implicit operator Verbose(bool bar) => new(bar ? Verbosity.ProgressBar : Verbosity.Silent);

    /// <summary>Keras's word: <c>"auto"</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is another word.</exception>
    public static implicit operator Verbose(string word) => word == "auto" ? new(Verbosity.Auto) : throw Refuse($"'{word}'");

    /// <summary>What was given, or else what the method does by itself.</summary>
    internal Verbosity Or(Verbosity other) => _given ?? other;

    /// <summary>The name of the <see cref="Verbosity"/>; <c>default</c> where none was given.</summary>
    public override string ToString() => _given?.ToString() ?? "default";

    private static ArgumentOutOfRangeException Refuse(string given) => new(
        "verbose",
        $"verbose: expected 0 (nothing), 1 (a progress bar), 2 (one line an epoch) or \"auto\" but got {given}. " +
        "The names are Verbosity.Silent, ProgressBar, OneLine and Auto.");
}
