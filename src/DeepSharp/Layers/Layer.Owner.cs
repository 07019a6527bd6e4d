namespace DeepSharp;

// Who may read and change the state of the layer and of the layers inside.
public abstract partial class Layer
{
    private static long s_partsChanges;
    private static long s_innerChanges;

    /// <summary>Who is at work with the state of the layer right now.</summary>
    internal LayerOwner Owner { get; }

    /// <summary>
    /// A number that is another one whenever, in this process, a layer came into another one, was built, frozen or freed: what was found
    /// out about layers inside holds as long as it stays.
    /// </summary>
    internal static long PartsState => Volatile.Read(ref s_partsChanges) + Variable.TrainableChanges;

    /// <summary>The same without what is frozen or freed, for what is of weights whether they are trained or not.</summary>
    internal static long LayersState => Volatile.Read(ref s_partsChanges);

    /// <summary>
    /// A number that is another one whenever, in this process, a chain that is inside something got or lost a layer: what models around it
    /// know of shapes, and of which weights there are to train, no longer holds. Building other models leaves it as it is.
    /// </summary>
    internal static long InnerState => Volatile.Read(ref s_innerChanges);

    /// <summary>
    /// Stands for which layers there are among the weights that a prediction depends on, where they may come and go; null where they do
    /// not.
    /// </summary>
    internal virtual Variable? LayersMark => null;

    /// <summary>
    /// What a prediction depends on: the weights of the layer and of all inside, each once, while another thread may be making some, and
    /// the marks of those whose layers come and go.
    /// </summary>
    internal Variable[] FindWeights()
    {
        HashSet<Variable> weights = new(ReferenceEqualityComparer.Instance);
        foreach (Layer part in (Layer[])[this, .. FindParts()])
        {
            lock (part.BuildLock) weights.UnionWith(part.OwnWeights);
            if (part.LayersMark is { } mark) weights.Add(mark);
        }

        return [.. weights];
    }

    /// <summary>Whether a training changes something of the layer itself: weights, statistics, states, random numbers.</summary>
    internal virtual bool HoldsState => _trainable && _weights.Count > 0;

    /// <summary>All layers inside this one, on every level, each once.</summary>
    internal Layer[] FindParts()
    {
        HashSet<Layer> layers = new(ReferenceEqualityComparer.Instance) { this };
        AddParts(layers);
        layers.Remove(this);
        return [.. layers];
    }

    /// <summary>What held itself would have no end and fill the stack, which ends the process: refused before it is taken in.</summary>
    private protected void RequireNoCircle(Layer part)
    {
        // What nothing has taken in is inside of nothing: a walk for each level would take a day for thousands of them.
        if (part != this && (!IsPart || !part.HoldsLayers || Array.IndexOf(part.FindParts(), this) < 0)) return;
        throw new ArgumentException(
            $"{LayerArguments.Describe(this)}: expected a layer that does not hold this one, but {LayerArguments.Describe(part)} " +
            $"{(part == this ? "is this one" : "does")}. Make a new one, or a copy of a model with CloneModel.");
    }

    // Most layers are made of no others, which is to be seen without a walk.
    private bool HoldsLayers => _subLayers.Count > 0 || ListedLayers is not null;

    private void AddParts(HashSet<Layer> layers)
    {
        Nesting.RequireStack(this);

        // Another thread may be building it right now, for a first prediction.
        Layer[] parts;
        lock (BuildLock) parts = [.. Parts];
        foreach (Layer part in parts)
        {
            if (layers.Add(part)) part.AddParts(layers);
        }
    }

    private protected static void CountPartsChange() => Interlocked.Increment(ref s_partsChanges);

    private protected static void CountInnerChange() => Interlocked.Increment(ref s_innerChanges);
}
