namespace DeepSharp;

/// <summary>Matches what was given for the outputs of a model, in order or by name, to the outputs.</summary>
internal static class OutputPlaces
{
    /// <summary>For each output the place of what was given for it; -1 for none, which only names allow.</summary>
    /// <exception cref="ArgumentException">The number is not that of the outputs, or a name is no output's; the message lists them.</exception>
    public static int[] Of(string what, int count, string[]? names, IReadOnlyList<string> outputs)
    {
        if (names is null)
        {
            if (count != outputs.Count)
            {
                throw new ArgumentException(
                    $"Compile, {what}: expected {outputs.Count}, one for each output ({string.Join(", ", outputs)}), but got {count}.");
            }

            return [.. Enumerable.Range(0, count)];
        }

        foreach (string name in names)
        {
            if (!outputs.Contains(name)) throw new ArgumentException($"Compile, {what}: no output named '{name}'. Outputs: {string.Join(", ", outputs)}.");
        }

        return [.. outputs.Select(output => Array.IndexOf(names, output))];
    }
}
