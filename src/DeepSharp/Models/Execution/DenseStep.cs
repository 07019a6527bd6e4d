using DeepSharp.Kernels;
using DeepSharp.Layers;

namespace DeepSharp;

/// <summary>A dense layer together with the activation layer that follows it.</summary>
internal sealed class DenseStep(Dense layer, FusedActivation activation, int[] inputs, int output) : GraphStep(inputs, output, 1)
{
    private readonly LinearOp _op = LinearOp.For(activation);

    public override void Run(ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs, bool training)
    {
        try
        {
            Tensor kernel = layer.Kernel!.Value;
            outputs[0] = layer.Bias is { } bias ? Tape.Run(_op, inputs[0], kernel, bias.Value) : Tape.Run(_op, inputs[0], kernel);
            outputs[0].Mask = inputs[0].Mask;
        }
        catch (ShapeException exception) when (exception.NameLayer(LayerArguments.Describe(layer)))
        {
            throw;
        }
    }
}
