namespace DeepSharp;

/// <summary>
/// What the weights of a model are called in files: by their place in the model, <c>conv2d_1/kernel</c>, and not by the names of layers,
/// which are numbered through the process and differ between two models made by the same program.
/// </summary>
/// <remarks>
/// Keras's rule: a layer's part is its class in snake_case, numbered within its model from the second on; a model inside a model, and a
/// layer made of others, has their parts below its own. Weights of the same name in one layer are numbered alike.
/// </remarks>
internal static class WeightKeys
{
    /// <summary>Begins the names of optimizer state in files that hold both, and is therefore no layer's part.</summary>
    public const string OptimizerPart = "optimizer";

    /// <summary>Every weight once, in the order of the layers.</summary>
    public static IReadOnlyList<(string Key, Variable Weight)> Of(Model model)
    {
        var keys = new List<(string, Variable)>();
        Collect(model, "", keys, new HashSet<object>(ReferenceEqualityComparer.Instance));
        return keys;
    }

    private static void Collect(Layer layer, string prefix, List<(string Key, Variable Weight)> keys, HashSet<object> seen)
    {
        if (!seen.Add(layer)) return;
        var taken = new Dictionary<string, int>(StringComparer.Ordinal) { [OptimizerPart] = 1 };
        IEnumerable<Layer> parts = layer is Model model ? model.Layers.Concat(model.SubLayers).Distinct() : layer.SubLayers;
        foreach (Layer part in parts) Collect(part, $"{prefix}{Number(taken, LayerNames.ToSnakeCase(part.ClassName))}/", keys, seen);
        foreach (Variable weight in layer.OwnWeights)
        {
            if (seen.Add(weight)) keys.Add((prefix + Number(taken, weight.Name), weight));
        }
    }

    private static string Number(Dictionary<string, int> taken, string name)
    {
        if (taken.TryAdd(name, 1)) return name;
        string numbered;
        do numbered = $"{name}_{taken[name]++}";
        while (!taken.TryAdd(numbered, 1));
        return numbered;
    }
}
