namespace DeepSharp;

// As in Keras the paths of weights begin with the names of the layers around that built them.
public abstract partial class Layer
{
    // Which layer was built inside which, since the outermost build of this thread began. Paths are written when it ends, in one walk: a
    // walk on each level would take minutes for thousands of levels.
    [ThreadStatic]
    private static Dictionary<Layer, Layer>? t_around;

    /// <summary>Builds a layer inside, the paths of whose weights begin with the name of this one then.</summary>
    private protected void BuildInside(Layer layer, Shape input)
    {
        if (layer.IsBuilt) return;
        layer.Build(input);
        NameInside(layer);
    }

    /// <summary>Lets the paths of the weights of a layer that was just built begin with the name of this one.</summary>
    private protected void NameInside(Layer layer)
    {
        if (t_around is { } around) around[layer] = this;
        else layer.WritePaths(new Dictionary<Layer, Layer>(ReferenceEqualityComparer.Instance) { [layer] = this });
    }

    // Gives whether this build is the outermost one, whose end writes paths.
    private static bool BeginPaths()
    {
        if (t_around is not null) return false;
        t_around = new(ReferenceEqualityComparer.Instance);
        return true;
    }

    private void EndPaths(bool isOutermost)
    {
        if (!isOutermost) return;
        Dictionary<Layer, Layer> around = t_around!;
        t_around = null;
        if (around.Count > 0) WritePaths(around);
    }

    private void WritePaths(Dictionary<Layer, Layer> around) =>
        WritePaths(around, [], new HashSet<object>(ReferenceEqualityComparer.Instance) { this });

    private void WritePaths(Dictionary<Layer, Layer> around, List<string> names, HashSet<object> seen)
    {
        Nesting.RequireStack(this);
        bool isInside = around.TryGetValue(this, out Layer? outer);
        if (isInside) names.Add(outer!.Name);
        bool saysAll = SaysItsWeights(out IReadOnlyList<Variable> given);
        foreach (Variable weight in saysAll ? given : _weights)
        {
            if (seen.Add(weight) && names.Count > 0) weight.Path = $"{string.Join('/', names)}/{weight.Path}";
        }

        foreach (Layer part in saysAll ? [] : Parts)
        {
            if (seen.Add(part)) part.WritePaths(around, names, seen);
        }

        if (isInside) names.RemoveAt(names.Count - 1);
    }
}
