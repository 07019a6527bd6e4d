using System.Text.RegularExpressions;

namespace DeepSharp.Tests.Structure;

/// <summary>One name of Keras in docs/keras.md.</summary>
/// <param name="Section">Keras's module, as in the heading.</param>
/// <param name="Name">Keras's name.</param>
/// <param name="Also">Its other names.</param>
/// <param name="Here">What the page says of it.</param>
internal sealed record KerasName(string Section, string Name, IReadOnlyList<string> Also, string Here)
{
    /// <summary>Whether it is here, under the names in <see cref="Places"/>.</summary>
    public bool IsHere => Here.StartsWith('`');

    /// <summary>The types and members that stand for it, as they are written before the colon.</summary>
    public IReadOnlyList<string> Places => KerasPage.Quoted(Here.Split(':')[0]);
}

/// <summary>Reads docs/keras.md: tables with a name a row, and the table of operations with a group a row.</summary>
internal static partial class KerasPage
{
    public static IReadOnlyList<KerasName> Read(string path)
    {
        var names = new List<KerasName>();
        string section = "";
        foreach (string line in File.ReadLines(path))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal)) section = Quoted(line) is [var module, ..] ? module : line[3..];
            if (!line.StartsWith("| ", StringComparison.Ordinal) || line.StartsWith("| ---", StringComparison.Ordinal)) continue;
            string[] cells = [.. line.Trim('|').Split('|').Select(cell => cell.Trim())];
            if (cells[0] is "Keras" or "group") continue;
            if (cells.Length == 3) names.Add(new(section, Quoted(cells[0])[0], Quoted(cells[1]), cells[2]));
            else names.AddRange(Group(section, cells));
        }

        return names;
    }

    public static IReadOnlyList<string> Quoted(string text) => [.. Code().Matches(text).Select(match => match.Groups[1].Value)];

    // What is here, planned, left out. `eye` (`Tensor.Eye`) says what stands for it where the name alone does not.
    private static IEnumerable<KerasName> Group(string section, string[] cells)
    {
        foreach (Match match in Entry().Matches(cells[1]))
        {
            string name = match.Groups[1].Value;
            string place = match.Groups[2].Success ? match.Groups[2].Value : $"Ops.{MemberOf(name)}";
            yield return new(section, name, [], $"`{place}`");
        }

        foreach (string name in Quoted(cells[2])) yield return new(section, name, [], "planned");
        foreach (string name in Quoted(cells[3])) yield return new(section, name, [], "left out: see below the table");
    }

    // The member of Ops whose name is the same but for case and underscores; else a name that does not exist, which a test will say.
    private static string MemberOf(string name)
    {
        string plain = name.Replace("_", "", StringComparison.Ordinal);
        return typeof(DeepSharp.Ops).GetMethods().Select(method => method.Name).FirstOrDefault(
            method => string.Equals(method, plain, StringComparison.OrdinalIgnoreCase)) ?? plain;
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"`([^`]+)`(?: \(`([^`]+)`\))?")]
    private static partial Regex Entry();
}
