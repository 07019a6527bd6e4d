using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// y = γ·(x − mean)/√(variance + ε) + β, with the moments of each sample and group of neighbouring channels, the last axis. Inputs: x, then
/// γ and β, one number a channel, as far as there are any.
/// </summary>
/// <param name="groups">How many; -1 for as many as channels.</param>
/// <param name="epsilon">ε.</param>
/// <param name="scale">Whether there is a γ.</param>
/// <param name="center">Whether there is a β.</param>
internal sealed class GroupNormOp(int groups, float epsilon, bool scale, bool center) : Op
{
    private const int Gamma = 1;
    private const int MomentsSlot = 0;
    private const int SharesSlot = 1;

    public override string Name => "GroupNorm";

    /// <summary>How many groups; -1 for as many as channels.</summary>
    public int Groups => groups;

    /// <summary>What is added to the variance.</summary>
    public float Epsilon => epsilon;

    /// <summary>Whether gamma is multiplied by.</summary>
    public bool Scale => scale;

    /// <summary>Whether beta is added.</summary>
    public bool Center => center;

    public override bool KeepsOutputGradient => true;

    private int Beta => scale ? Gamma + 1 : Gamma;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Shape x = inputs[0];
        if (x.Rank < 2) throw new ShapeException($"expected an input of rank 2 or more (batch, ..., channels) but got {x}.");
        if (groups > 0 && x[^1] % groups != 0)
        {
            throw new ShapeException($"expected a number of channels that is a multiple of {groups} groups but got {x}.");
        }

        foreach (Shape shape in inputs[1..])
        {
            if (shape == [x[^1]]) continue;
            throw new ShapeException($"expected as many values as the last axis of the input {x} has but got {shape}.");
        }

        return x;
    }

    public override void Forward(Node node)
    {
        GroupShape shape = Sizes(node);
        int moments = shape.Samples * shape.Groups;
        Span<float> saved = node.Save<float>(MomentsSlot, 2L * moments);
        if (node.IsRecorded) node.Save<float>(SharesSlot, 2L * shape.Samples * shape.Channels);
        GroupNormKernels.Forward(
            node.Input(0), scale ? node.Input(Gamma) : [], center ? node.Input(Beta) : [], shape, epsilon, saved[..moments],
            saved[moments..],
            node.OutputSpan);
    }

    public override void Backward(Node node)
    {
        GroupShape shape = Sizes(node);
        (int moments, int shares) = (shape.Samples * shape.Groups, shape.Samples * shape.Channels);
        ReadOnlySpan<float> saved = node.Saved<float>(MomentsSlot, 2L * moments);
        Span<float> all = node.Saved<float>(SharesSlot, 2L * shares), gammaShares = all[..shares], betaShares = all[shares..], dx = [];
        bool addToX = false;
        if (node.Needs(0)) dx = node.InputGradient(0, out addToX);
        GroupNormKernels.Backward(
            node.Input(0), node.OutputGradient, scale ? node.Input(Gamma) : [], saved[..moments], saved[moments..], shape, dx, addToX,
            gammaShares, betaShares);
        if (scale && node.Needs(Gamma)) AddShares(node, Gamma, gammaShares, shape);
        if (center && node.Needs(Beta)) AddShares(node, Beta, betaShares, shape);
    }

    public override Tensor OutputOps(Node node)
    {
        GroupShape sizes = Sizes(node);
        Shape shape = node.InputShape(0);
        Tensor x = node.InputTensor(0).Reshape([shape[0], shape[1..^1].Size, sizes.Groups, sizes.Channels / sizes.Groups]);
        Tensor deviations = x - x.Mean([1, 3], keepDims: true);
        Tensor y = (deviations / (deviations.Square().Mean([1, 3], keepDims: true) + epsilon).Sqrt()).Reshape(node.Output.Shape);
        if (scale) y *= node.InputTensor(Gamma);
        return center ? y + node.InputTensor(Beta) : y;
    }

    private static void AddShares(Node node, int input, ReadOnlySpan<float> shares, GroupShape shape)
    {
        if (shape.Length == 0)
        {
            node.InputGradient(input);
            return;
        }

        Span<float> gradient = node.InputGradient(input, out bool accumulate);
        GroupNormKernels.Sum(shares, shape, gradient, accumulate);
    }

    private GroupShape Sizes(Node node)
    {
        Shape x = node.InputShape(0);
        int channels = x[^1];
        return new GroupShape(x[0], x[1..^1].Size, channels, Math.Max(1, groups < 0 ? channels : groups));
    }
}
