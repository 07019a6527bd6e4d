using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// y = activation(x ⋆ kernel + bias): images (batch, height, width, channels), kernel (rows, columns, channels / groups, filters); or
/// sequences, (batch, steps, channels), which are images of one row, or volumes, (batch, planes, height, width, channels).
/// </summary>
internal sealed class ConvolutionOp(
    SlidingWindow window, int groups, FusedActivation activation, (ImagePart Input, ImagePart Output)? part = null) : Op
{
    public override string Name => $"Conv{window.Axes}D";

    // Without a bias, that is.
    public override bool IsLinearIn(int index) => index < 2 && activation == FusedActivation.None;

    /// <summary>Size, strides, dilation and padding.</summary>
    public SlidingWindow Window => window;

    /// <summary>Groups that channels and filters are split into.</summary>
    public int Groups => groups;

    /// <summary>What is applied to the sums, in the same pass.</summary>
    public FusedActivation Activation => activation;

    /// <summary>The part of the output that is computed; null for all of it.</summary>
    public (ImagePart Input, ImagePart Output)? Part => part;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        (Shape x, Shape kernel) = (inputs[0], inputs[1]);
        if (part is { Output: var wanted }) return [x[0], wanted.Rows, wanted.Columns, kernel[^1]];
        Shape output = window.InferShape(x, kernel[^1], "kernel");
        Shape expected = window.KernelShape(x[^1] / groups, kernel[^1]);
        if (x[^1] % groups != 0 || kernel != expected || kernel[^1] % groups != 0)
        {
            throw new ShapeException($"expected a kernel of shape {expected} for the input {x} in {groups} groups but got {kernel}.");
        }

        if (inputs.Length > 2 && (inputs[2].Rank != 1 || inputs[2][0] != kernel[^1]))
        {
            throw new ShapeException($"expected a bias of shape ({kernel[^1]},) for the kernel {kernel} but got {inputs[2]}.");
        }

        return output;
    }

    public override void Forward(Node node)
    {
        ReadOnlySpan<float> bias = node.InputCount > 2 ? node.Input(2) : [];
        Conv2DForward.Run(Geometry(node), node.Input(0), node.Input(1), bias, node.OutputSpan, activation);
    }

    public override void Backward(Node node)
    {
        Conv2DGeometry geometry = Geometry(node);
        ReadOnlySpan<float> gradient = FusedGradient.Unfuse(node, activation, geometry.Filters);
        if (node.Needs(0))
        {
            Span<float> dx = node.InputGradient(0, out bool accumulate);
            Conv2DBackwardInput.Run(geometry, gradient, node.Input(1), dx, accumulate);
        }

        if (node.Needs(1))
        {
            Span<float> dkernel = node.InputGradient(1, out bool accumulate);
            Conv2DBackwardKernel.Run(geometry, node.Input(0), gradient, dkernel, accumulate);
        }
    }

    public override Tensor GradientOps(int index, ReadOnlySpan<Tensor> inputs, Tensor output, Tensor gradient)
    {
        gradient = FusedGradient.Unfuse(activation, output, gradient);
        if (index == 2) return FusedGradient.OfBias(inputs[2], gradient);
        Op plain = activation == FusedActivation.None ? this : new ConvolutionOp(window, groups, FusedActivation.None, part);
        return AdjointOp.Run(plain, inputs[..2], index, gradient);
    }

    private Conv2DGeometry Geometry(Node node)
    {
        Shape x = node.InputShape(0);
        int filters = node.InputShape(1)[^1];
        if (part is not { Input: var given, Output: var wanted }) return window.Geometry(x, filters, groups);
        return new Conv2DGeometry(
            x[0], x[^1], filters, groups,
            ImagePart.Limit(window.Vertical(given.Rows), wanted.Rows, x[1]),
            ImagePart.Limit(window.Horizontal(given.Columns), wanted.Columns, x[2]));
    }
}
