using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>An element-wise function of images, with numbers (images, so many) that each image has its own of.</summary>
internal sealed class ImageMapOp<TFunction>(string name, TFunction function) : Op where TFunction : unmanaged, IImageFunction<TFunction>
{
    public override string Name => name;

    /// <summary>What is done to a value, but for the numbers of an image.</summary>
    public TFunction Function => function;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        ImageNumbers.Require(inputs[0], inputs[1], TFunction.Numbers);
        return inputs[0];
    }

    public override void Forward(Node node)
    {
        if (!TFunction.HasGradient) NoGradient.Require(node, Name);
        ReadOnlySpan<float> x = node.Input(0), numbers = node.Input(1);
        Span<float> y = node.OutputSpan;
        int images = node.InputShape(0)[0];
        if (y.IsEmpty) return;
        int size = y.Length / images;
        for (int i = 0; i < images; i++) UnaryKernels.Map(x.Slice(i * size, size), y.Slice(i * size, size), Of(numbers, i));
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        ReadOnlySpan<float> x = node.Input(0), numbers = node.Input(1), dy = node.OutputGradient;
        Span<float> y = node.OutputSpan, dx = node.InputGradient(0, out bool accumulate);
        int images = node.InputShape(0)[0];
        if (y.IsEmpty) return;
        int size = y.Length / images;
        for (int i = 0, at = 0; i < images; i++, at += size)
        {
            UnaryKernels.AccumulateGradient(
                x.Slice(at, size), y.Slice(at, size), dy.Slice(at, size), dx.Slice(at, size), Of(numbers, i), accumulate);
        }
    }

    private TFunction Of(ReadOnlySpan<float> numbers, int image) => function.For(numbers.Slice(image * TFunction.Numbers,
    TFunction.Numbers));
}
