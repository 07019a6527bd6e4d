using DeepSharp.Layers;

namespace DeepSharp;

/// <summary>
/// Convolutions in a row, each with its normalization and activation, of single pixels and depthwise in turn: the blocks of mobile
/// networks, whose tensors in the middle are the largest by far. Predictions compute large images a band of rows at a time.
/// </summary>
internal sealed class BandedStep : GraphStep
{
    private readonly NormalizedConvolutionStep[] _stages;
    private readonly ConvolutionBandsOp _op;

    public BandedStep(NormalizedConvolutionStep[] stages)
        : base(stages[0].Inputs, stages[^1].FirstOutput, 1)
    {
        _stages = stages;
        _op = new ConvolutionBandsOp([.. stages.Select(stage => stage.Folded.Kept)]);
    }

    /// <summary>The convolutions, in order.</summary>
    public IReadOnlyList<NormalizedConvolutionStep> Stages => _stages;

    /// <summary>Whether a layer may be one of those: it reads a pixel, or few rows of one channel.</summary>
    public static bool Takes(Layer layer) => layer is Conv2D { IsPointwise: true } or DepthwiseConv2D;

    /// <summary>Whether a layer may follow another one.</summary>
    public static bool Takes(Layer layer, Layer before) => Takes(layer) && layer is DepthwiseConv2D != before is DepthwiseConv2D;

    public override bool MakesNew => true;

    public override void Run(ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs, bool training)
    {
        Tensor x = inputs[0];
        if (WeightForm.MayBeUsed(training) && x.Rank == 4 && x.Shape[^1] == _stages[0].Channels && AreReady() && _op.Pays(x.Shape))
        {
            outputs[0] = Tape.Run(_op, x);
            outputs[0].Mask = Array.TrueForAll(_stages, stage => stage.PassesMask) ? x.Mask : null;
            return;
        }

        StepMemory? reused = WeightForm.MayBeUsed(training) ? Tape.Current?.Memory : null;
        for (int i = 0; i < _stages.Length; i++)
        {
            _stages[i].Run(new ReadOnlySpan<Tensor>(in x), outputs, training);
            if (i > 0) reused?.Release(x);
            x = outputs[0];
        }
    }

    private bool AreReady()
    {
        foreach (NormalizedConvolutionStep stage in _stages)
        {
            if (!stage.Folded.IsReady) return false;
        }

        return true;
    }
}
