namespace DeepSharp.Layers;

/// <summary>
/// A layer over samples with one to three axes between batch and channels - sequences, images, volumes - that takes them with channels last
/// or first. Classes compute with channels last only; this one turns what comes and goes.
/// </summary>
/// <remarks>
/// <b>Input</b> (batch, ..., channels), or (batch, channels, ...) with <see cref="DataFormat.ChannelsFirst"/> · <b>Output</b> in the
/// same order. Weights have the same layout in both. Channels first costs a copy of the input and one of the output; in a model, one before
/// and one after a row of such layers.
/// </remarks>
public abstract class SpatialLayer : Layer
{
    private static readonly ExpandDimsOp s_batchOfOne = new(0);

    private const string InOtherOrder = " Lengths are given here with channels last, as it is computed, where dataFormat has them first.";

    private protected SpatialLayer(int axes, DataFormat dataFormat, string? name, Shape? inputShape)
        : base(name, inputShape) => (Axes, DataFormat) = (axes, dataFormat);

    /// <summary>Which axis of input and output is that of the channels.</summary>
    public DataFormat DataFormat { get; }

    /// <summary>Axes between batch and channels.</summary>
    internal int Axes { get; }

    /// <summary>Whether one sample without the axis of the batch is taken too.</summary>
    private protected virtual bool TakesOneSample => false;

    /// <inheritdoc/>
    public sealed override Shape ComputeOutputShape(Shape input)
    {
        if (IsOneSample(input)) return ComputeOutputShape(input.Prepend(1))[1..];
        SpatialInput.Require(input, Axes, DataFormat.IsChannelsFirst);
        if (!DataFormat.IsChannelsFirst) return OutputShapeOf(input);
        try
        {
            return ChannelsFirst.ToFirst(OutputShapeOf(ChannelsFirst.ToLast(input)));
        }
        catch (ShapeException exception) when (exception.Add(InOtherOrder))
        {
            throw;
        }
    }

    /// <summary>The shape of the output for an input, both with channels last. The rank of the input fits.</summary>
    private protected abstract Shape OutputShapeOf(Shape input);

    /// <summary>Makes the weights for an input with channels last.</summary>
    private protected virtual void BuildFor(Shape input)
    {
    }

    /// <summary>Computes, with channels last.</summary>
    private protected abstract Tensor Compute(Tensor input, bool training);

    /// <summary>Computes with channels last, whatever the layer is for: who calls has turned the samples.</summary>
    internal Tensor ComputeLast(Tensor input, bool training) => Compute(input, training);

    /// <summary>The part that is read of images with channels last.</summary>
    private protected virtual ImagePart ReadsOf(Shape input) => base.Reads(input);

    internal sealed override ImagePart Reads(Shape input) => DataFormat.IsChannelsFirst ? base.Reads(input) : ReadsOf(input);

    /// <inheritdoc/>
    protected sealed override void OnBuild(Shape input)
    {
        if (IsOneSample(input)) input = input.Prepend(1);
        if (!DataFormat.IsChannelsFirst)
        {
            BuildFor(input);
            return;
        }

        try
        {
            BuildFor(ChannelsFirst.ToLast(input));
        }
        catch (ShapeException exception) when (exception.Add(InOtherOrder))
        {
            throw;
        }
    }

    /// <inheritdoc/>
    protected sealed override Tensor Call(Tensor input, bool training)
    {
        if (IsOneSample(input.Shape))
        {
            Tensor output = Call(Tape.Run(s_batchOfOne, input), training);
            return output.Reshape(output.Shape[1..]);
        }

        SpatialInput.Require(input.Shape, Axes, DataFormat.IsChannelsFirst);
        if (!DataFormat.IsChannelsFirst) return Compute(input, training);
        try
        {
            return ChannelsFirst.ToFirst(Compute(ChannelsFirst.ToLast(input), training));
        }
        catch (ShapeException exception) when (exception.Add(InOtherOrder))
        {
            throw;
        }
    }

    // An open first length is that of a batch.
    private bool IsOneSample(Shape input) => TakesOneSample && input.Rank == Axes + 1 && input[0] != Shape.Any;
}
