using DeepSharp.Kernels;
using DeepSharp.Layers;

namespace DeepSharp;

/// <summary>A dense layer together with the activation layer that follows it.</summary>
internal sealed class DenseStep(Dense layer, Layer[] layers, FusedActivation activation, int[] inputs, int output)
    : FusedStep(layers, inputs, output)
{
    private readonly LinearOp _op = LinearOp.For(activation);

    public override Tensor Compute(Tensor input, bool training) => layer.Multiply(input, _op, training);
}
