using System.Diagnostics.CodeAnalysis;

namespace DeepSharp;

/// <summary>Refuses strings that are null where they are to name something.</summary>
internal static class MissingName
{
    /// <summary>Says what was to be named: the conversion from a string runs before any parameter is known.</summary>
    /// <param name="kind">What, such as <c>activation</c>.</param>
    /// <param name="name">Keras's name of one.</param>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public static void Refuse(string kind, [NotNull] string? name)
    {
        if (name is not null) return;
        throw new ArgumentNullException(
            nameof(name),
            $"Expected the name of {("aeiou".Contains(kind[0], StringComparison.Ordinal) ? "an" : "a")} {kind} but got a string that is " +
            "null. For the default leave the argument out.");
    }
}
