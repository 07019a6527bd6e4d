using DeepSharp.Kernels;
using DeepSharp.Layers;

namespace DeepSharp;

/// <summary>A convolution together with the activation and the maximum pooling that follow it.</summary>
internal sealed class ConvolutionStep(
    Conv2D layer, Layer[] layers, FusedActivation activation, MaxPooling2D? pool, int[] inputs, int output)
    : FusedStep(layers, inputs, output)
{
    private Op _op = CreateOp(layer, activation, pool, null);

    public override Tensor Compute(Tensor input, bool training) => Tape.RunWithBias(_op, input, layer.Kernel!.Value, layer.Bias);

    public override ImagePart Reads(Shape input, ImagePart wanted)
    {
        WindowAxis rows = layer.Window.Vertical(input[1]), columns = layer.Window.Horizontal(input[2]);
        (int height, int width) = (wanted.Rows, wanted.Columns);
        if (pool is not null)
        {
            height = ImagePart.Reach(pool.Window.Vertical(rows.Output), height);
            width = ImagePart.Reach(pool.Window.Horizontal(columns.Output), width);
        }

        return new ImagePart(ImagePart.Reach(rows, height), ImagePart.Reach(columns, width));
    }

    public override void Limit(Shape input, ImagePart given, Shape output, ImagePart wanted)
    {
        if (given == ImagePart.All(input) && wanted == ImagePart.All(output)) return;
        _op = CreateOp(layer, activation, pool, (ImagePart.All(input), wanted));
    }

    private static Op CreateOp(Conv2D layer, FusedActivation activation, MaxPooling2D? pool, (ImagePart Input, ImagePart Output)? part) =>
        pool is null
        ? new ConvolutionOp(layer.Window, layer.Groups, activation, part)
        : new ConvPool2DOp(layer.Window, layer.Groups, activation, pool.Window, part);
}
