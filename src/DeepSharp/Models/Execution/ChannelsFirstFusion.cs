using DeepSharp.Kernels;
using DeepSharp.Layers;

namespace DeepSharp;

/// <summary>
/// Which layers in a row take images with their channels first: they are computed together, so that images are turned once before and once
/// after them.
/// </summary>
internal static class ChannelsFirstFusion
{
    /// <summary>The step of such layers that starts with a call; null unless there are two that would turn images.</summary>
    public static ChannelsFirstStep? StepFrom(LayerCall call, GraphUses uses)
    {
        if (call.Layer is not SpatialLayer first || !call.Form.IsPlain || !Belongs(first, first.Axes)) return null;
        List<LayerCall> row = [call];
        while (uses.OnlyUse(row[^1]) is { } use && Belongs(use.Layer, first.Axes)) row.Add(use);
        if (row.Count(member => member.Layer is SpatialLayer) < 2) return null;

        // What the rules for channels last take together they take here too: all of it belongs to the row.
        var parts = new List<ChannelsFirstPart>();
        for (int next = 0; next < row.Count; next += parts[^1].Count)
        {
            parts.Add(new ChannelsFirstPart(row[next].Layer, Fusions.StepFrom(row[next], uses, DataFormat.ChannelsFirst)));
        }

        foreach (LayerCall member in row[1..]) uses.Take(member);
        return new ChannelsFirstStep(
            [.. row.Select(member => member.Layer)], [.. parts], uses.PlacesOf(call.Tensors), uses.PlaceOf(row[^1].Outputs[0]));
    }

    // Layers over images, and what does the same to each value or each channel wherever it lies.
    private static bool Belongs(Layer layer, int axes) => FusedStep.Takes(layer, DataFormat.ChannelsFirst) && layer switch
    {
        SpatialLayer spatial => spatial.Axes == axes,
        BatchNormalization normalization => Fusions.IsOfChannels(normalization, axes, DataFormat.ChannelsFirst),
        _ => layer.OnlyActivation is { InferenceFusion: not FusedActivation.None },
    };
}
