using System.Text.Json.Nodes;
using CsCheck;
using DeepSharp.Layers;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Layers.Extremes;

/// <summary>Layers of a window that slides over images.</summary>
internal static class WindowExtremes
{
    private sealed record Arguments(Size2D Size, Size2D Strides, Size2D Dilation, bool Same)
    {
        public Padding Padding => Same ? "same" : "valid";

        public bool AreAllowed => ExtremeNumbers.IsPositive(Size) && ExtremeNumbers.IsPositive(Strides)
            && ExtremeNumbers.IsPositive(Dilation) && (Strides == new Size2D(1, 1) || Dilation == new Size2D(1, 1));

        public LayerReference.Window Window => new(
            Size.Height, Size.Width, Strides.Height, Strides.Width, Dilation.Height, Dilation.Width, Same);

        public JsonObject Config(string sizeName) => new()
        {
            [sizeName] = new JsonArray(Size.Height, Size.Width),
            ["strides"] = new JsonArray(Strides.Height, Strides.Width),
            ["padding"] = Padding.Name,
        };

        public JsonObject KernelConfig()
        {
            JsonObject config = Config("kernel_size");
            config["dilation_rate"] = new JsonArray(Dilation.Height, Dilation.Width);
            return config;
        }

        public Outcome Judge(Shape images, Int128 kernel, Int128 channels)
        {
            (long rows, long columns) = Window.Positions(ImagesOf(images));
            if (rows < 1 || columns < 1) return Outcome.Refused;
            return ExtremeCase.Judge(kernel, (Int128)images[0] * rows * columns * channels);
        }
    }

    private static readonly Gen<Arguments> s_pools = Gen.Select(
        ExtremeNumbers.Sizes, ExtremeNumbers.Sizes, Gen.Bool, (size, strides, same) => new Arguments(size, strides, 1, same));

    private static readonly Gen<Arguments> s_kernels = Gen.Select(
        ExtremeNumbers.Sizes, ExtremeNumbers.Steps, ExtremeNumbers.Steps, Gen.Bool, Gen.Int[0, 2], (size, strides, dilation, same, only) =>
            new Arguments(size, only == 1 ? 1 : strides, only == 0 ? 1 : dilation, same));

    public static Gen<ExtremeCase> MaxPooling2D { get; } = Gen.Select(s_pools, ExtremeNumbers.Images, (a, images) =>
        new ExtremeCase(
            "MaxPooling2D", () => new MaxPooling2D(a.Size, a.Strides, a.Padding), a.Config("pool_size"), [images],
            a.AreAllowed ? a.Judge(images, 0, images[3]) : Outcome.Refused)
        {
            Reference = values => new ExtremeResult(
                LayerReference.MaxPool(ImagesOf(images), values.X, a.Window),
                LayerReference.MaxPoolGradient(ImagesOf(images), values.X, values.OutputGradient, a.Window)),
        });

    public static Gen<ExtremeCase> AveragePooling2D { get; } = Gen.Select(s_pools, ExtremeNumbers.Images, (a, images) =>
        new ExtremeCase(
            "AveragePooling2D", () => new AveragePooling2D(a.Size, a.Strides, a.Padding), a.Config("pool_size"), [images],
            a.AreAllowed ? a.Judge(images, 0, images[3]) : Outcome.Refused)
        {
            Reference = values => new ExtremeResult(
                LayerReference.AveragePool(ImagesOf(images), values.X, a.Window),
                LayerReference.AveragePoolGradient(ImagesOf(images), values.X, values.OutputGradient, a.Window)),
        });

    public static Gen<ExtremeCase> Conv2D { get; } = Gen.Select(
        s_kernels, ExtremeNumbers.Images, ExtremeNumbers.Size, Gen.Frequency((5, Gen.Const(1)), (1, ExtremeNumbers.Size)),
        (a, images, filters, groups) =>
        {
            JsonObject config = a.KernelConfig();
            (config["filters"], config["groups"]) = (filters, groups);
            bool isAllowed = a.AreAllowed && filters >= 1 && groups >= 1 && filters % groups == 0 && images[3] % groups == 0;
            Int128 kernel = (Int128)a.Size.Height * a.Size.Width * (isAllowed ? images[3] / groups : 1) * filters;
            return new ExtremeCase(
                "Conv2D", () => new Conv2D(filters, a.Size, a.Strides, a.Padding, dilationRate: a.Dilation, groups: groups), config, [images],
                isAllowed ? a.Judge(images, kernel, filters) : Outcome.Refused)
            {
                Reference = values => Convolution(values, ImagesOf(images), filters, a.Window, groups),
            };
        });

    public static Gen<ExtremeCase> DepthwiseConv2D { get; } = Gen.Select(
        s_kernels, ExtremeNumbers.Images, ExtremeNumbers.Size, (a, images, multiplier) =>
        {
            JsonObject config = a.KernelConfig();
            config["depth_multiplier"] = multiplier;
            Int128 filters = (Int128)images[3] * multiplier, kernel = a.Size.Height * (Int128)a.Size.Width * filters;
            return new ExtremeCase(
                "DepthwiseConv2D", () => new DepthwiseConv2D(a.Size, a.Strides, a.Padding, multiplier, dilationRate: a.Dilation), config, [images],
                a.AreAllowed && multiplier >= 1 ? a.Judge(images, kernel, filters) : Outcome.Refused)
            {
                Reference = values => Convolution(values, ImagesOf(images), (int)filters, a.Window, images[3]),
            };
        });

    private static LayerReference.Images ImagesOf(Shape images) => new(images[0], images[1], images[2], images[3]);

    /// <summary>A convolution, and the gradients of its input, kernel and bias.</summary>
    public static ExtremeResult Convolution(
        ExtremeValues values, LayerReference.Images images, int filters, LayerReference.Window window, int groups)
    {
        (double[] kernel, double[] bias, double[] dy) = (values.Weights[0], values.Weights[1], values.OutputGradient);
        (double[] dx, double[] dkernel) = LayerReference.Conv2DGradients(images, values.X, kernel, dy, filters, window, groups);
        var dbias = new double[filters];
        for (int i = 0; i < dy.Length; i++) dbias[i % filters] += dy[i];
        return new ExtremeResult(LayerReference.Conv2D(images, values.X, kernel, bias, filters, window, groups), dx, [dkernel, dbias]);
    }
}
