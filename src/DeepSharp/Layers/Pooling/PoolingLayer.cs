using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>A layer that makes one value of each window, for every channel: <see cref="MaxPooling2D"/> and its like.</summary>
/// <remarks>
/// <b>Input</b> (batch, ..., channels) · <b>Output</b> (batch, ..., channels), with fewer positions; or both with channels first. No
/// weights.
/// </remarks>
public abstract class PoolingLayer : SpatialLayer
{
    private readonly Op _op;

    private protected PoolingLayer(
        SlidingWindow window, Func<SlidingWindow, Op> createOp, DataFormat dataFormat, string? name, Shape? inputShape)
        : base(window.Axes, dataFormat, name, inputShape)
    {
        LayerArguments.Positive(this, window.Size, "poolSize");
        LayerArguments.Positive(this, window.Strides, "strides");
        window.Padding.RequireNotCausal(LayerArguments.Describe(this));
        (Window, _op) = (window, createOp(window));
    }

    /// <summary>What the window does at the border.</summary>
    public Padding Padding => Window.Padding;

    /// <summary>Size, strides and padding.</summary>
    internal SlidingWindow Window { get; }

    internal override bool TakesSamplesApart(bool training) => true;

    internal override bool MakesNew(int inputs) => true;

    private protected override Shape OutputShapeOf(Shape input) => Window.InferShape(input, input[^1], "pool");

    private protected override ImagePart ReadsOf(Shape input) => Axes == 2 ? ImagePart.Of(Window.Extent(input)) : base.ReadsOf(input);

    private protected override Tensor Compute(Tensor input, bool training) => Tape.Run(_op, input);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config) => SpatialConfig.WritePool(config, Window, DataFormat);
}
