namespace DeepSharp;

/// <summary>A way of preparing images, as <c>keras.applications.imagenet_utils.preprocess_input</c> does.</summary>
internal sealed class ImagePreparation
{
    // Means and deviations of ImageNet's pixels: of blue, green and red from 0 to 255, and of red, green and blue from 0 to 1.
    private static readonly float[] s_caffeMeans = [103.939f, 116.779f, 123.68f];
    private static readonly float[] s_torchMeans = [0.485f, 0.456f, 0.406f];
    private static readonly float[] s_torchDeviations = [0.229f, 0.224f, 0.225f];

    private static readonly ImagePreparation s_none = new("none"), s_caffe = new("caffe"), s_tf = new("tf"), s_torch = new("torch");

    private static readonly NameTable<ImagePreparation> s_ways = new(
        "preprocessing mode",
        ("caffe", s_caffe), ("tf", s_tf), ("torch", s_torch),
        ("convnext", s_none), ("densenet", s_torch), ("efficientnet", s_none), ("efficientnet_v2", s_none), ("inception_resnet_v2", s_tf),
        ("inception_v3", s_tf), ("mobilenet", s_tf), ("mobilenet_v2", s_tf), ("mobilenet_v3", s_none), ("nasnet", s_tf),
        ("resnet", s_caffe),
        ("resnet50", s_caffe), ("resnet_v2", s_tf), ("vgg16", s_caffe), ("vgg19", s_caffe), ("xception", s_tf));

    private readonly string _mode;

    private ImagePreparation(string mode) => _mode = mode;

    private bool TellsColors => this == s_caffe || this == s_torch;

    /// <exception cref="ArgumentException">There is no such way or family; the message lists those that exist.</exception>
    public static ImagePreparation Of(string mode)
    {
        ArgumentException.ThrowIfNullOrEmpty(mode);
        return s_ways[mode];
    }

    /// <exception cref="ShapeException">They are no images, or not of three colours where that matters.</exception>
    public void RequireImages(Shape shape)
    {
        if (shape.Rank is 3 or 4 && (!TellsColors || shape[^1] == 3)) return;
        throw new ShapeException(
            "Applications.PreprocessInput: expected images (batch, height, width, 3), or one without the batch axis, but got " +
            $"{shape}.{(shape.Rank is 3 or 4 ? $" The mode '{_mode}' is for red, green and blue." : "")}");
    }

    public DataArray Apply(DataArray images)
    {
        if (this == s_none) return images;
        if (this == s_tf) return images / 127.5 - 1.0;
        float[] values = images.ToArray();
        for (int i = 0; i < values.Length; i += 3) Prepare(values.AsSpan(i, 3));
        return DataArray.From(values, images.Shape);
    }

    // The operations of Prepare, one rounding each, on whole tensors.
    public Tensor Apply(Tensor images)
    {
        if (this == s_none) return images;
        if (this == s_tf) return images / 127.5f - 1f;
        Shape colors = [3];
        if (this == s_torch) return (images / 255f - Tensor.From(s_torchMeans, colors)) / Tensor.From(s_torchDeviations, colors);
        Tensor[] parts = Ops.Split(images, 3, axis: -1);
        return Ops.Concatenate([parts[2], parts[1], parts[0]], axis: -1) - Tensor.From(s_caffeMeans, colors);
    }

    public SymbolicTensor Apply(SymbolicTensor images)
    {
        if (this == s_none) return images;
        if (this == s_tf) return images / 127.5 - 1.0;
        throw new NotSupportedException(
            $"Applications.PreprocessInput: the mode '{_mode}' tells colours apart, for which there are no layers yet. Prepare the data " +
            "instead, before it is given to the model.");
    }

    private void Prepare(Span<float> pixel)
    {
        if (this == s_caffe) pixel.Reverse();
        for (int i = 0; i < 3; i++)
        {
            pixel[i] = this == s_caffe ? pixel[i] - s_caffeMeans[i] : (pixel[i] / 255f - s_torchMeans[i]) / s_torchDeviations[i];
        }
    }
}
