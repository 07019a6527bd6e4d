using DeepSharp.Kernels;

namespace DeepSharp.Tests.Ops;

public class FusedOpTests
{
    [Fact]
    public void A_linear_op_refuses_a_kernel_that_does_not_fit()
    {
        LinearOp op = LinearOp.For(FusedActivation.None);
        var exception = Assert.Throws<ShapeException>(() => Tape.Run(op, Tensor.Zeros([2, 3]), Tensor.Zeros([4, 5])));
        Assert.Equal(
            "Linear: expected the last axis of the input (2, 3) to match the first axis of the kernel (4, 5): 3 != 4.",
            exception.Message);
    }

    [Fact]
    public void A_linear_op_refuses_a_bias_that_does_not_fit()
    {
        LinearOp op = LinearOp.For(FusedActivation.ReLU);
        var exception = Assert.Throws<ShapeException>(() => Tape.Run(op, Tensor.Zeros([2, 3]), Tensor.Zeros([3, 5]), Tensor.Zeros([3])));
        Assert.Equal("Linear: expected a bias of shape (5,) for the kernel (3, 5) but got (3,).", exception.Message);
    }

    [Fact]
    public void A_convolution_refuses_a_kernel_that_does_not_fit()
    {
        var op = new ConvolutionOp(new SlidingWindow((3, 3), (1, 1), Padding.Valid), groups: 2, FusedActivation.None);
        var exception = Assert.Throws<ShapeException>(() => Tape.Run(op, Tensor.Zeros([1, 5, 5, 4]), Tensor.Zeros([3, 3, 4, 6])));
        Assert.Equal(
            "Conv2D: expected a kernel of shape (3, 3, 2, 6) for the input (1, 5, 5, 4) in 2 groups but got (3, 3, 4, 6).",
            exception.Message);
    }

    [Fact]
    public void An_empty_batch_has_zero_gradients()
    {
        Tensor x = Tensor.Zeros([0, 3]), w = Tensor.Ones([3, 2]), b = Tensor.Ones([2]);
        var tape = new GradientTape();
        foreach (Tensor leaf in (Tensor[])[x, w, b]) tape.Watch(leaf);
        Tensor y = tape.Record(() => Tape.Run(LinearOp.For(FusedActivation.ReLU), x, w, b));
        Tensor?[] gradients = tape.Gradient(y, w, b);

        Assert.Equal([0, 2], y.Shape);
        Assert.Equal([0, 0, 0, 0, 0, 0], gradients[0]!.ToArray());
        Assert.Equal([0, 0], gradients[1]!.ToArray());
    }
}
