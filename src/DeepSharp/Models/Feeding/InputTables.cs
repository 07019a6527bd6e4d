using DeepSharp.Layers;

namespace DeepSharp;

/// <summary>The embeddings that take an input of a graph as it is: what they get is known before the first step.</summary>
internal static class InputTables
{
    /// <summary>Those of one input of a model, each once; none where a custom class decides what becomes of it.</summary>
    public static IEnumerable<Embedding> Of(Model model, int input) => model.Graph is { } graph ? Of(graph, input) : [];

    /// <summary>Those of one input of a graph, each once.</summary>
    public static IEnumerable<Embedding> Of(LayerGraph graph, int input)
    {
        if (input >= graph.Inputs.Count) return [];
        SymbolicTensor source = graph.Inputs[input];
        return graph.Calls.SelectMany(call => TablesOf(call, source)).Distinct();
    }

    private static IEnumerable<Embedding> TablesOf(LayerCall call, SymbolicTensor source)
    {
        for (int i = 0; i < call.Given.Length; i++)
        {
            if (!ReferenceEquals(call.Given[i], source)) continue;
            if (call.Layer is Embedding table && table.LooksUp(call.Form)) yield return table;
            LayerGraph? inner = call.Layer is ModelBehindData behind ? behind.Steps : (call.Layer as Model)?.Graph;
            foreach (Embedding inside in inner is null ? [] : Of(inner, i)) yield return inside;
        }
    }
}
