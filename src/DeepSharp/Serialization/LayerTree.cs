namespace DeepSharp;

/// <summary>
/// A layer with its own weights and the layers inside it, as files of weights see a model: each layer and each weight once.
/// </summary>
/// <remarks>
/// A <see cref="Key"/> is what Keras calls a layer in its files of weights: its class in snake_case, numbered within its model from the
/// second on, whatever the layer's own name.
/// </remarks>
/// <example><code>
/// foreach (LayerTree node in LayerTree.Of(model).All())
/// {
///     foreach (Variable weight in node.Weights) Console.WriteLine($"{node.Path}/{weight.Name} {weight.Shape}");
/// }
/// </code></example>
public sealed class LayerTree
{
    private LayerTree(Layer layer, string key, string path) => (Layer, Key, Path) = (layer, key, path);

    /// <summary>The layer.</summary>
    public Layer Layer { get; }

    /// <summary>What it is called inside its parent: <c>conv2d_1</c>; empty for the root.</summary>
    public string Key { get; }

    /// <summary>The keys from the root's part on, with slashes: <c>functional/conv2d_1</c>; empty for the root.</summary>
    public string Path { get; }

    /// <summary>The layers inside, in Keras's order: of a model its layers, then those that its class took in.</summary>
    public IReadOnlyList<LayerTree> Parts { get; private set; } = [];

    /// <summary>The weights that come with the layer itself and not with one inside, in Keras's order.</summary>
    public IReadOnlyList<Variable> Weights { get; private set; } = [];

    /// <summary>What each weight is called in the library's files: its name, numbered where it is that of another one.</summary>
    internal IReadOnlyList<string> WeightNames { get; private set; } = [];

    /// <summary>The tree of a layer or a model.</summary>
    public static LayerTree Of(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        var root = new LayerTree(layer, "", "");
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance) { layer };
        root.Fill(seen);
        return root;
    }

    /// <summary>All layers below and then this one, so that weights are in the order of the library's files.</summary>
    public IEnumerable<LayerTree> All()
    {
        var path = new Stack<(LayerTree Node, int Next)>([(this, 0)]);
        while (path.TryPop(out (LayerTree Node, int Next) at))
        {
            if (at.Next == at.Node.Parts.Count)
            {
                yield return at.Node;
                continue;
            }

            path.Push((at.Node, at.Next + 1));
            path.Push((at.Node.Parts[at.Next], 0));
        }
    }

    /// <summary>The path, the class and the number of weights.</summary>
    public override string ToString() => $"{Path} ({Layer.ClassName}, {Weights.Count} weights)";

    private void Fill(HashSet<object> seen)
    {
        var taken = new Dictionary<string, int>(StringComparer.Ordinal) { [WeightKeys.OptimizerPart] = 1 };
        var parts = new List<LayerTree>();
        IEnumerable<Layer> layers = Layer is Model model ? model.Layers.Concat(model.SubLayers).Distinct() : Layer.SubLayers;
        foreach (Layer layer in layers)
        {
            string key = Number(taken, LayerNames.ToSnakeCase(layer.ClassName));
            if (!seen.Add(layer)) continue;
            var part = new LayerTree(layer, key, Path.Length == 0 ? key : $"{Path}/{key}");
            part.Fill(seen);
            parts.Add(part);
        }

        Variable[] weights = [.. Layer.OwnWeights.Where(seen.Add)];
        (Parts, Weights, WeightNames) = (parts, weights, [.. weights.Select(weight => Number(taken, weight.Name))]);
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
