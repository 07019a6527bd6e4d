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
    public static IReadOnlyList<(string Key, Variable Weight)> Of(Model model) =>
        [.. LayerTree.Of(model).All().SelectMany(node => node.Weights.Select((weight, i) => (KeyOf(node, i), weight)))];

    private static string KeyOf(LayerTree node, int weight) =>
        node.Path.Length == 0 ? node.WeightNames[weight] : $"{node.Path}/{node.WeightNames[weight]}";
}
