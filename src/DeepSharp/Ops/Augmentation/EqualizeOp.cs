using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>Images whose values are equally frequent, channel by channel, over the whole batch. There is no gradient.</summary>
internal sealed class EqualizeOp(int bins, float low, float high) : Op
{
    public override string Name => "Equalization";

    /// <summary>How many values are told apart.</summary>
    public int Bins => bins;

    /// <summary>The least value of an image.</summary>
    public float Low => low;

    /// <summary>The largest value of an image.</summary>
    public float High => high;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => inputs[0];

    public override void Forward(Node node)
    {
        NoGradient.Require(node, Name);
        int channels = node.InputShape(0)[^1];
        if (channels == 0) return;
        EqualizeKernels.Run(node.Input(0), channels, node.Save<int>(0, (long)bins * channels), low, high, node.OutputSpan);
    }

    public override void Backward(Node node)
    {
    }
}
