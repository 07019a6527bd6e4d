using DeepSharp.Layers;

namespace DeepSharp;

/// <summary>The embeddings that take an input of a model as it is: what they get is known before the first step.</summary>
internal static class InputTables
{
    /// <summary>Those of one input, each once; none where a class of one's own decides what becomes of it.</summary>
    public static IEnumerable<Embedding> Of(Model model, int input)
    {
        if (model.Graph is not { } graph || input >= graph.Inputs.Count) return [];
        SymbolicTensor source = graph.Inputs[input];
        return graph.Calls.SelectMany(call => TablesOf(call, source)).Distinct();
    }

    private static IEnumerable<Embedding> TablesOf(LayerCall call, SymbolicTensor source)
    {
        for (int i = 0; i < call.Given.Length; i++)
        {
            if (!ReferenceEquals(call.Given[i], source)) continue;
            if (call.Layer is Embedding table) yield return table;
            if (call.Layer is not Model inner) continue;
            foreach (Embedding inside in Of(inner, i)) yield return inside;
        }
    }
}
