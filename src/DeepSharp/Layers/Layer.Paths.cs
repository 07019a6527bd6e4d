namespace DeepSharp;

// As in Keras the paths of weights begin with the names of the layers around that built them.
public abstract partial class Layer
{
    // What was built since the outermost build of this thread began, and inside which layer; null for none. Paths are written when it ends,
    // in one walk, of what was built alone: a walk on each level, of all that is inside, would take minutes for thousands of levels.
    [ThreadStatic]
    private static Dictionary<Layer, Layer?>? t_around;

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
        else layer.WritePaths(new(ReferenceEqualityComparer.Instance) { [layer] = this }, isAllNew: true);
    }

    // Gives whether this build is the outermost one, whose end writes paths.
    private bool BeginPaths()
    {
        bool isOutermost = t_around is null;
        t_around ??= new(ReferenceEqualityComparer.Instance);
        t_around.TryAdd(this, null);
        return isOutermost;
    }

    private void EndPaths(bool isOutermost)
    {
        if (!isOutermost) return;
        Dictionary<Layer, Layer?> around = t_around!;
        t_around = null;
        if (around.Count > 1) WritePaths(around, isAllNew: false);
    }

    private void WritePaths(Dictionary<Layer, Layer?> around, bool isAllNew) =>
        WritePaths(around, [], new HashSet<object>(ReferenceEqualityComparer.Instance) { this }, isAllNew);

    private void WritePaths(Dictionary<Layer, Layer?> around, List<string> names, HashSet<object> seen, bool isAllNew)
    {
        Nesting.RequireStack(this);
        Layer? outer = around.GetValueOrDefault(this);
        if (outer is not null) names.Add(outer.Name);
        bool saysAll = SaysItsWeights(out IReadOnlyList<Variable> given);
        foreach (Variable weight in saysAll ? given : _weights)
        {
            if (seen.Add(weight) && names.Count > 0) weight.Path = $"{string.Join('/', names)}/{weight.Path}";
        }

        foreach (Layer part in saysAll ? [] : Parts)
        {
            if ((isAllNew || around.ContainsKey(part)) && seen.Add(part)) part.WritePaths(around, names, seen, isAllNew);
        }

        if (outer is not null) names.RemoveAt(names.Count - 1);
    }
}
