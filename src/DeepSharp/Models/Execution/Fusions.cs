using DeepSharp.Kernels;
using DeepSharp.Layers;

namespace DeepSharp;

/// <summary>
/// Which neighbouring layers are computed together. Results are those of the single layers; <c>model.Layers</c> shows these. A layer whose
/// output has a penalty of its own stays alone.
/// </summary>
internal static class Fusions
{
    private static readonly Func<LayerCall, GraphUses, GraphStep?>[] s_rules = [NormalizedConvolution, Convolution, Dense];

    /// <summary>The step that starts with a call: the layer alone, unless a rule takes more.</summary>
    public static GraphStep StepFrom(LayerCall call, GraphUses uses)
    {
        foreach (Func<LayerCall, GraphUses, GraphStep?> rule in s_rules)
        {
            if (rule(call, uses) is { } step) return step;
        }

        return new LayerStep(call, uses);
    }

    // Conv2D + BatchNormalization [+ ReLU]. A normalization that acts in one way whatever the model does stays alone.
    private static NormalizedConvolutionStep? NormalizedConvolution(LayerCall call, GraphUses uses)
    {
        if (call.Layer is not Conv2D { ActivityRegularizer: null } layer || layer.Activation != Activation.Linear) return null;
        if (uses.OnlyUse(call) is not { Training: null, Layer: BatchNormalization normalization } use) return null;
        if (normalization.ActivityRegularizer is not null || normalization.Axis is not (-1 or 3)) return null;
        LayerCall last = uses.Take(use);
        FusedActivation activation = TakeActivation(Activation.Linear, uses, ref last);
        return new NormalizedConvolutionStep(layer, normalization, activation, uses.PlacesOf(call.Inputs), uses.PlaceOf(last.Outputs[0]));
    }

    // Conv2D [+ ReLU] [+ MaxPooling2D]. Alone it is a step too, which can leave out what nobody reads.
    private static ConvolutionStep? Convolution(LayerCall call, GraphUses uses)
    {
        if (call.Layer is not Conv2D { ActivityRegularizer: null } layer || !HasFusedActivation(layer.Activation)) return null;
        LayerCall last = call;
        FusedActivation activation = TakeActivation(layer.Activation, uses, ref last);
        MaxPooling2D? pool = null;
        if (uses.OnlyUse(last) is { Layer: MaxPooling2D { ActivityRegularizer: null } next } use) (pool, last) = (next, uses.Take(use));
        return new ConvolutionStep(layer, activation, pool, uses.PlacesOf(call.Inputs), uses.PlaceOf(last.Outputs[0]));
    }

    // Dense + ReLU as a layer of its own.
    private static DenseStep? Dense(LayerCall call, GraphUses uses)
    {
        if (call.Layer is not Dense { ActivityRegularizer: null } layer || !HasFusedActivation(layer.Activation)) return null;
        LayerCall last = call;
        FusedActivation activation = TakeActivation(layer.Activation, uses, ref last);
        return last == call ? null : new DenseStep(layer, activation, uses.PlacesOf(call.Inputs), uses.PlaceOf(last.Outputs[0]));
    }

    private static bool HasFusedActivation(Activation activation) =>
        activation == Activation.Linear || activation.Fusion != FusedActivation.None;

    private static FusedActivation TakeActivation(Activation own, GraphUses uses, ref LayerCall last)
    {
        if (own.Fusion != FusedActivation.None) return own.Fusion;
        if (uses.OnlyUse(last) is not { Layer: { ActivityRegularizer: null, OnlyActivation.Fusion: not FusedActivation.None } } use)
        {
            return FusedActivation.None;
        }

        last = uses.Take(use);
        return use.Layer.OnlyActivation!.Fusion;
    }
}
