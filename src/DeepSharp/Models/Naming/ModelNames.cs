namespace DeepSharp;

/// <summary>How the inputs and outputs of a model are called, for data and losses that are given by name.</summary>
internal static class ModelNames
{
    /// <summary>The names of the inputs; null where nothing says what they are.</summary>
    public static string[]? Inputs(Model model) => model.Graph is { } graph ? Distinct(graph.Inputs) : null;

    /// <summary>The names of the outputs; null where only the first batch will tell how many there are.</summary>
    public static string[]? Outputs(Model model)
    {
        if (model.Graph is { } graph) return Distinct(graph.Outputs);
        return model is Sequential ? [model.Layers.Count > 0 ? model.Layers[^1].Name : "output_1"] : null;
    }

    /// <summary>The names of outputs that have none: <c>output_1</c>, <c>output_2</c>.</summary>
    public static string[] Numbered(int count) => [.. Enumerable.Range(1, count).Select(number => $"output_{number}")];

    // Two outputs may come from one layer.
    private static string[] Distinct(SymbolicGroup tensors)
    {
        if (tensors.Names is { } given) return [.. given];
        var names = new string[tensors.Count];
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < names.Length; i++)
        {
            string first = tensors[i].Name, name = first;
            int number = numbers.GetValueOrDefault(first);
            while (!taken.Add(name)) name = $"{first}_{++number}";
            (numbers[first], names[i]) = (number, name);
        }

        return names;
    }
}
