using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>
/// The base of dropouts of whole channels: <see cref="SpatialDropout1D"/>, <see cref="SpatialDropout2D"/>, <see cref="SpatialDropout3D"/>.
/// </summary>
/// <remarks>
/// Tompson et al. 2015. Neighbours in a sequence or an image are alike, so that single values that are dropped are hardly missed. The
/// values of a sample's channel are dropped together, or scaled up together so that the mean stays.
/// </remarks>
public abstract class SpatialDropout : NoiseLayer
{
    private readonly int _axes;

    private protected SpatialDropout(int axes, double rate, DataFormat dataFormat, long? seed, string? name, Shape? inputShape)
        : base(seed, name, inputShape)
    {
        (_axes, DataFormat) = (axes, dataFormat);
        Rate = LayerArguments.Share(this, rate);
        int[] shape = [Shape.Any, .. Enumerable.Repeat(1, axes + 1)];
        shape[dataFormat.IsChannelsFirst ? 1 : axes + 1] = Shape.Any;
        if (Rate > 0f) Use(stream => new SharedDropoutOp(Rate, stream, new Shape(shape)));
    }

    /// <summary>Fraction of the channels to drop.</summary>
    public float Rate { get; }

    /// <summary>Which axis is that of the channels.</summary>
    public DataFormat DataFormat { get; }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        SpatialInput.Require(input, _axes, DataFormat.IsChannelsFirst);
        return input;
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training)
    {
        SpatialInput.Require(input.Shape, _axes, DataFormat.IsChannelsFirst);
        return base.Call(input, training);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        // Keras writes these layers in a form of their own, and takes no more than that.
        config.Remove("trainable");
        config["dtype"] = "float32";
        config["rate"] = Rate;
        base.WriteConfig(config);
        if (_axes > 1) SpatialConfig.WriteFormat(config, DataFormat);
    }
}
