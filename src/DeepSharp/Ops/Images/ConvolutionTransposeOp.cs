using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// y = activation(x ⋆ᵀ kernel + bias), kernel (..., filters, channels): the input gradient of the convolution that has this kernel, so that
/// the gradients here are that convolution itself and the gradient of its kernel.
/// </summary>
internal sealed class ConvolutionTransposeOp(TransposedWindow window, FusedActivation activation) : Op
{
    public override string Name => $"Conv{window.Window.Axes}DTranspose";

    // Without a bias, that is.
    public override bool IsLinearIn(int index) => index < 2 && activation == FusedActivation.None;

    /// <summary>Size, strides, dilation and padding of the convolution whose gradient this is, and the padding of the output.</summary>
    public TransposedWindow Window => window;

    /// <summary>What is applied to the sums, in the same pass.</summary>
    public FusedActivation Activation => activation;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        (Shape x, Shape kernel) = (inputs[0], inputs[1]);
        SpatialInput.Require(x, window.Window.Axes);
        int filters = kernel.Rank > 1 ? kernel[^2] : 0;
        Shape expected = window.KernelShape(x[^1], filters);
        if (kernel != expected)
        {
            throw new ShapeException($"expected a kernel of shape {expected}, channels last, for the input {x} but got {kernel}.");
        }

        if (inputs.Length > 2 && (inputs[2].Rank != 1 || inputs[2][0] != filters))
        {
            throw new ShapeException($"expected a bias of shape ({filters},) for the kernel {kernel} but got {inputs[2]}.");
        }

        return window.InferShape(x, filters);
    }

    public override void Forward(Node node)
    {
        ReadOnlySpan<float> bias = node.InputCount > 2 ? node.Input(2) : [];
        Conv2DBackwardInput.Run(Geometry(node), node.Input(0), node.Input(1), bias, node.OutputSpan, activation, accumulate: false);
    }

    public override void Backward(Node node)
    {
        Conv2DGeometry geometry = Geometry(node);
        ReadOnlySpan<float> gradient = FusedGradient.Unfuse(node, activation, geometry.InChannels);
        if (node.Needs(0))
        {
            Span<float> dx = node.InputGradient(0, out bool accumulate);
            Conv2DForward.Run(geometry, gradient, node.Input(1), [], dx, FusedActivation.None, accumulate);
        }

        if (node.Needs(1))
        {
            Span<float> dkernel = node.InputGradient(1, out bool accumulate);
            Conv2DBackwardKernel.Run(geometry, gradient, node.Input(0), dkernel, accumulate);
        }
    }

    public override Tensor GradientOps(int index, ReadOnlySpan<Tensor> inputs, Tensor output, Tensor gradient)
    {
        gradient = FusedGradient.Unfuse(activation, output, gradient);
        if (index == 2) return FusedGradient.OfBias(inputs[2], gradient);
        Op plain = activation == FusedActivation.None ? this : new ConvolutionTransposeOp(window, FusedActivation.None);
        return AdjointOp.Run(plain, inputs[..2], index, gradient);
    }

    private Conv2DGeometry Geometry(Node node) => window.Geometry(node.InputShape(0), node.InputShape(1)[^2]);
}
