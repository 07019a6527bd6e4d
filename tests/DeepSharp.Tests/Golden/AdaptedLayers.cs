using DeepSharp.Layers;

namespace DeepSharp.Tests.Golden;

/// <summary>The layers that learn from data, each by its own method.</summary>
internal static class AdaptedLayers
{
    public static void Adapt(Layer layer, DataArray data)
    {
        switch (layer)
        {
            case Discretization discretization: discretization.Adapt(data); break;
            case Normalization normalization: normalization.Adapt(data); break;
            case IntegerLookup lookup: lookup.Adapt(data); break;
            case StringLookup lookup: lookup.Adapt(data); break;
            case TextVectorization text: text.Adapt(data); break;
            default: throw new NotSupportedException($"{layer.ClassName} has no Adapt in this table.");
        }
    }

    /// <summary>What stands at each id, numbers as their digits.</summary>
    public static IEnumerable<string> Vocabulary(Layer layer) => layer switch
    {
        IntegerLookup lookup => lookup.GetVocabulary().Select(number => $"{number}"),
        StringLookup lookup => lookup.GetVocabulary(),
        TextVectorization text => text.GetVocabulary(),
        _ => throw new NotSupportedException($"{layer.ClassName} has no vocabulary in this table."),
    };
}
