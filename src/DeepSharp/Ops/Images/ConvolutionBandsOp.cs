using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>Convolutions of images in a row by <see cref="ConvolutionBands"/>, with what predictions keep of them.</summary>
internal sealed class ConvolutionBandsOp(KeptConvolution[] convolutions) : Op
{
    /// <summary>Convolutions at most.</summary>
    public const int MostConvolutions = ConvolutionBands.MostStages;

    public override string Name => "Conv2D";

    /// <summary>The convolutions, first to last.</summary>
    public KeptConvolution[] Convolutions => convolutions;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Shape shape = inputs[0];
        foreach (KeptConvolution convolution in convolutions) shape = convolution.Window.InferShape(shape, convolution.Filters, "kernel");
        return shape;
    }

    /// <summary>Whether it pays for images of a shape, and their bands are made of rows that exist.</summary>
    public bool Pays(Shape input)
    {
        Span<BandStage> stages = stackalloc BandStage[convolutions.Length];
        for (int i = 0; i < stages.Length; i++)
        {
            stages[i] = convolutions[i].StageFor(input);
            if (stages[i].Image.OutLength == 0 || stages[i].Image.DropsTaps || stages[i].Image.OutLength > int.MaxValue) return false;
            input = [input[0], stages[i].Image.OutHeight, stages[i].Image.OutWidth, convolutions[i].Filters];
        }

        return ConvolutionBands.Pay(stages);
    }

    public override void Forward(Node node)
    {
        Span<BandStage> stages = stackalloc BandStage[convolutions.Length];
        Shape shape = node.InputShape(0);
        for (int i = 0; i < stages.Length; i++)
        {
            stages[i] = convolutions[i].StageFor(shape);
            shape = [shape[0], stages[i].Image.OutHeight, stages[i].Image.OutWidth, convolutions[i].Filters];
        }

        ConvolutionBands.Run(stages, shape[0], node.Input(0), node.OutputSpan);
        GC.KeepAlive(convolutions);
    }

    public override void Backward(Node node) => throw new InvalidOperationException("Conv2D: kept weights are for predictions only.");
}
