namespace DeepSharp.Layers;

/// <summary>A layer that gives images of one height and width, whatever theirs are.</summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, channels), or one image, (height, width, channels) · <b>Output</b> the same with the new height and
/// width; or both with channels first. In a model, where the number of samples is open, images come in batches. No weights.
/// </remarks>
public abstract class ImageSizeLayer : SpatialLayer
{
    private readonly ResizeOp _op;

    private protected ImageSizeLayer(
        int height, int width, Func<Layer, Size2D, ResizeOp> op, DataFormat dataFormat, string? name, Shape? inputShape)
        : base(2, dataFormat, name, inputShape)
    {
        LayerArguments.Positive(this, height);
        LayerArguments.Positive(this, width);
        _op = op(this, (height, width));
    }

    /// <summary>Rows of the output.</summary>
    public int Height => _op.Size.Height;

    /// <summary>Columns of the output.</summary>
    public int Width => _op.Size.Width;

    private protected ResizeOp Op => _op;

    // The first axis of one image is that of its rows.
    internal override bool TakesSamplesApart(bool training) => BuildShape is not { Rank: 3 };

    internal override bool RunsAhead => ActivityRegularizer is null;

    private protected sealed override bool TakesOneSample => true;

    private protected sealed override Shape OutputShapeOf(Shape input) => _op.InferShape(input);

    private protected sealed override Tensor Compute(Tensor input, bool training) => Tape.Run(_op, input);
}
