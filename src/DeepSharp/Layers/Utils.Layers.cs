namespace DeepSharp;

public static partial class Utils
{
    /// <summary>How many numbers weights hold together.</summary>
    /// <param name="weights">Such as <c>model.TrainableWeights</c>.</param>
    /// <example><code>long trained = Utils.CountParams(model.TrainableWeights);</code></example>
    public static long CountParams(IEnumerable<Variable> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return weights.Distinct(ReferenceEqualityComparer.Instance).Sum(weight => (long)((Variable)weight!).Shape.Size);
    }

    /// <summary>The inputs that a symbolic tensor is computed from, in the order in which its layers name them.</summary>
    /// <param name="tensor">The output of a layer, or an <see cref="Input"/>, whose source is itself.</param>
    /// <example><code>
    /// var image = new Input([28, 28, 1]);
    /// IReadOnlyList&lt;SymbolicTensor&gt; sources = Utils.GetSourceInputs(new Flatten().Apply(image));   // image
    /// </code></example>
    public static IReadOnlyList<SymbolicTensor> GetSourceInputs(SymbolicTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var sources = new List<SymbolicTensor>();
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var open = new Stack<SymbolicTensor>([tensor]);
        while (open.TryPop(out SymbolicTensor? next))
        {
            if (!seen.Add((object?)next.Origin ?? next)) continue;
            if (next.Origin is null) sources.Add(next);
            foreach (SymbolicTensor input in next.Origin?.Tensors.Reverse() ?? []) open.Push(input);
        }

        return sources;
    }
}
