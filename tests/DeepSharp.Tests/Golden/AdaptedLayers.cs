using DeepSharp.Layers;

namespace DeepSharp.Tests.Golden;

/// <summary>The layers that learn from data, each by its own method.</summary>
internal static class AdaptedLayers
{
    public static void Adapt(Layer layer, DataArray data)
    {
        switch (layer)
        {
            case Normalization normalization: normalization.Adapt(data); break;
            case StringLookup lookup: lookup.Adapt(data); break;
            default: throw new NotSupportedException($"{layer.ClassName} has no Adapt in this table.");
        }
    }

    /// <summary>What stands at each id, numbers as their digits.</summary>
    public static IEnumerable<string> Vocabulary(Layer layer) => layer switch
    {
        StringLookup lookup => lookup.GetVocabulary(),
        _ => throw new NotSupportedException($"{layer.ClassName} has no vocabulary in this table."),
    };
}
