namespace DeepSharp;

/// <summary>
/// An equation of Einstein's sum, <c>abc,cd->abd</c>: a letter for each axis of the operands and of the result. Letters that the result
/// lacks are summed over. <c>...</c> stands for axes that are not named.
/// </summary>
internal sealed class EinsumEquation
{
    private const string Ellipsis = "...";

    // Names of unnamed axes, counted from the last one: no letter that an equation can hold.
    private const char FirstUnnamed = '\uE000';

    private EinsumEquation(string text, string[] operands, string result) => (Text, Operands, Result) = (text, operands, result);

    /// <summary>The equation as it was given, without spaces.</summary>
    public string Text { get; }

    /// <summary>The letters of each operand.</summary>
    public IReadOnlyList<string> Operands { get; }

    /// <summary>The letters of the result.</summary>
    public string Result { get; }

    /// <summary>
    /// Reads an equation. Without an arrow the result has the letters that occur once, in alphabetical order, as in NumPy.
    /// </summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static EinsumEquation Parse(string owner, string equation)
    {
        ArgumentNullException.ThrowIfNull(equation);
        string text = equation.Replace(" ", "", StringComparison.Ordinal);
        string[] sides = text.Split("->");
        if (sides.Length > 2) throw Wrong(owner, equation, "one arrow at most");
        string[] operands = sides[0].Split(',');
        foreach (string part in operands) Require(owner, equation, part);
        string result = sides.Length == 2 ? sides[1] : ResultOf(operands);
        Require(owner, equation, result);
        string named = result.Replace(Ellipsis, "", StringComparison.Ordinal);
        if (named.Distinct().Count() < named.Length) throw Wrong(owner, equation, "every letter once on the right");
        foreach (char letter in named)
        {
            if (!sides[0].Contains(letter)) throw Wrong(owner, equation, $"the letter '{letter}' of the right on the left");
        }

        if (result.Contains(Ellipsis) && !sides[0].Contains(Ellipsis)) throw Wrong(owner, equation, "the '...' of the right on the left");
        return new EinsumEquation(text, operands, result);
    }

    /// <summary>
    /// A letter for every axis of operands of some ranks; unnamed axes get letters of their own, aligned at the last one.
    /// </summary>
    /// <exception cref="ShapeException">An operand has another number of axes than letters.</exception>
    public (string[] Operands, string Result) Name(ReadOnlySpan<int> ranks)
    {
        int most = 0;
        string[] named = new string[ranks.Length];
        for (int i = 0; i < named.Length; i++)
        {
            string letters = Operands[i];
            int unnamed = ranks[i] - letters.Replace(Ellipsis, "", StringComparison.Ordinal).Length;
            if (unnamed < 0 || (unnamed > 0 && !letters.Contains(Ellipsis)))
            {
                throw new ShapeException(
                    $"expected as many axes as '{letters}' of '{Text}' has letters for operand {i + 1} but got {ranks[i]} axes.");
            }

            most = Math.Max(most, unnamed);
            named[i] = letters.Replace(Ellipsis, Unnamed(unnamed), StringComparison.Ordinal);
        }

        return (named, Result.Replace(Ellipsis, Unnamed(most), StringComparison.Ordinal));
    }

    /// <summary>Whether a letter stands for an axis that the equation does not name.</summary>
    public static bool IsUnnamed(char letter) => letter >= FirstUnnamed;

    private static string Unnamed(int count) =>
        string.Create(count, count, (letters, all) =>
        {
            for (int i = 0; i < all; i++) letters[i] = (char)(FirstUnnamed + all - 1 - i);
        });

    private static string ResultOf(string[] operands)
    {
        string all = string.Concat(operands), letters = all.Replace(Ellipsis, "", StringComparison.Ordinal);
        string once = string.Concat(letters.Where(letter => letters.Count(other => other == letter) == 1).Order());
        return all.Contains(Ellipsis) ? Ellipsis + once : once;
    }

    private static void Require(string owner, string equation, string part)
    {
        int dots = part.IndexOf('.');
        string letters = part.Replace(Ellipsis, "", StringComparison.Ordinal);
        bool hasOneEllipsis = dots < 0 || (part.Length == letters.Length + Ellipsis.Length && part.AsSpan(dots).StartsWith(Ellipsis));
        if (hasOneEllipsis && letters.All(char.IsAsciiLetter)) return;
        throw Wrong(owner, equation, "letters and at most one '...' for each operand");
    }

    private static ArgumentException Wrong(string owner, string equation, string expected) =>
        new(
            $"{owner}: expected an equation such as 'abc,cd->abd', with {expected}, but got " +
            $"'{(equation.Length > 100 ? equation[..100] + "..." : equation)}'.",
            nameof(equation));
}
