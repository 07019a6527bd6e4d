using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>A window that slides over images (batch, height, width, channels): what a convolution and a pooling have in common.</summary>
internal readonly record struct Window2D(Size2D Size, Size2D Strides, Size2D Dilation, Padding Padding)
{
    /// <summary>Requires rank 4.</summary>
    /// <exception cref="ShapeException">The shape is not that of a batch of images.</exception>
    public static void RequireImages(Shape input)
    {
        if (input.Rank == 4) return;
        throw new ShapeException(
            $"expected an input of rank 4 (batch, height, width, channels) but got {input}. {HowToMakeImages(input)}");
    }

    /// <summary>The positions of the window along the rows of images that are <paramref name="height"/> high.</summary>
    public WindowAxis Vertical(int height) => WindowAxis.Create(height, Size.Height, Strides.Height, Dilation.Height, Padding.IsSame);

    /// <summary>The positions of the window along the columns of images that are <paramref name="width"/> wide.</summary>
    public WindowAxis Horizontal(int width) => WindowAxis.Create(width, Size.Width, Strides.Width, Dilation.Width, Padding.IsSame);

    /// <summary>
    /// How many rows and columns of an image lie under the window. With padding it has to know the size of the whole image.
    /// </summary>
    public (int Rows, int Columns) Extent(Shape images)
    {
        if (Padding.IsSame) return (images[1], images[2]);
        WindowAxis rows = Vertical(images[1]), columns = Horizontal(images[2]);
        return (Crop.Reach(rows, rows.Output), Crop.Reach(columns, columns.Output));
    }

    /// <summary>The shape of the output, one value a position and channel. Unknown lengths stay unknown.</summary>
    /// <param name="input">The shape of the images.</param>
    /// <param name="channels">Of the output.</param>
    /// <param name="what">What the window is, for errors: kernel or pool.</param>
    /// <exception cref="ShapeException">The input is no batch of images, or the window does not fit it.</exception>
    public Shape InferShape(Shape input, int channels, string what)
    {
        RequireImages(input);
        long height = Positions(input[1], Size.Height, Strides.Height, Dilation.Height);
        long width = Positions(input[2], Size.Width, Strides.Width, Dilation.Width);
        bool fits = (input[1] == Shape.Any || height > 0) && (input[2] == Shape.Any || width > 0);
        if (!fits) ThrowDoesNotFit(input, height, width, channels, what);
        if (!Vertical(input[1]).IsCountable || !Horizontal(input[2]).IsCountable)
        {
            throw new ShapeException(
                $"expected images of at most {int.MaxValue:N0} rows and columns, padding included, but got {input}. Use padding: " +
                $"Padding.Valid or a smaller {what}.");
        }

        return [input[0], (int)height, (int)width, channels];
    }

    private long Positions(int length, int size, int stride, int dilation) =>
        length == Shape.Any ? Shape.Any : WindowAxis.Positions(length, size, stride, dilation, Padding.IsSame);

    private static string HowToMakeImages(Shape input)
    {
        // Where the batch is open, this may be a model that is being described: it has no tensors to reshape yet.
        bool isOpen = input.Rank > 0 && input[0] == Shape.Any;
        if (input.Rank != 3)
        {
            const string Images = "[-1, height, width, channels]";
            return "Reshape it to images first, " +
                (isOpen ? ReshapeAdvice.ForData(Images, "[height, width, channels]") : ReshapeAdvice.ForTensor(Images));
        }

        // Three axes that end in 1, 3 or 4 look like one image, others like a batch of images without colours.
        string lengths = $"{Length(input[0])}, {Length(input[1])}, {Length(input[2])}";
        if (isOpen)
        {
            return "Add a channel axis, " +
                ReshapeAdvice.ForData($"[{lengths}, 1]", $"[{Length(input[1])}, {Length(input[2])}, 1]");
        }

        return input[2] is 1 or 3 or 4
            ? "Add a batch axis, " + ReshapeAdvice.ForTensor($"[1, {lengths}]")
            : "Add a channel axis, " + ReshapeAdvice.ForTensor($"[{lengths}, 1]");
    }

    private static string Length(int length) => length == Shape.Any ? "-1" : $"{length}";

    private void ThrowDoesNotFit(Shape input, long height, long width, int channels, string what)
    {
        // Lengths below 0 are no Shape, but they show by how much the window is too large.
        static string Length(int input, long output) => input == Shape.Any ? "None" : $"{output}";
        (string batch, string depth) = (Length(input[0], input[0]), Length(channels, channels));
        string output = $"({batch}, {Length(input[1], height)}, {Length(input[2], width)}, {depth})";
        string dilation = Dilation == new Size2D(1, 1) ? "" : $" with dilation {Dilation}";
        string advice = Padding.IsSame ? "Give images of at least one pixel." : $"Use padding: Padding.Same or a smaller {what}.";
        throw new ShapeException(
            $"{what} {Size}{dilation} does not fit the input {input} with padding {Padding}: output would be {output}. {advice}");
    }
}
