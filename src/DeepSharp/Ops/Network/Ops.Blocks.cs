namespace DeepSharp;

// Blocks of images as channels, and back.
public static partial class Ops
{
    /// <summary>Channels moved into blocks of pixels.</summary>
    /// <param name="x">(batch, height, width, channels), or with channels first.</param>
    /// <param name="blockSize">Height and width of a block.</param>
    /// <param name="dataFormat"><c>"channels_last"</c> or <c>"channels_first"</c>.</param>
    /// <returns>(batch, height·block, width·block, channels/block²).</returns>
    /// <exception cref="ShapeException">The tensor is not of rank 4, or the channels are no multiple of block².</exception>
    /// <exception cref="ArgumentException">The size is below 1, or there is no such format.</exception>
    public static Tensor DepthToSpace(Tensor x, int blockSize, string dataFormat = "channels_last")
    {
        (bool isFirst, int n, int h, int w, int c) = Block("DepthToSpace", x, blockSize, dataFormat);
        if (c % (blockSize * blockSize) != 0)
        {
            throw new ShapeException($"DepthToSpace: expected channels that are a multiple of {blockSize}² but got {x.Shape}.");
        }

        (int b, int rest) = (blockSize, c / (blockSize * blockSize));
        return isFirst
            ? x.Reshape([n, rest, b, b, h, w]).Transpose([0, 1, 4, 2, 5, 3]).Reshape([n, rest, h * b, w * b])
            : x.Reshape([n, h, w, b, b, rest]).Transpose([0, 1, 3, 2, 4, 5]).Reshape([n, h * b, w * b, rest]);
    }

    /// <summary>Blocks of pixels moved into channels.</summary>
    /// <param name="x">(batch, height, width, channels), or with channels first.</param>
    /// <param name="blockSize">Height and width of a block.</param>
    /// <param name="dataFormat"><c>"channels_last"</c> or <c>"channels_first"</c>.</param>
    /// <returns>(batch, height/block, width/block, channels·block²).</returns>
    /// <exception cref="ShapeException">The tensor is not of rank 4, or height or width are no multiples of the block.</exception>
    /// <exception cref="ArgumentException">The size is below 1, or there is no such format.</exception>
    public static Tensor SpaceToDepth(Tensor x, int blockSize, string dataFormat = "channels_last")
    {
        (bool isFirst, int n, int h, int w, int c) = Block("SpaceToDepth", x, blockSize, dataFormat);
        if (h % blockSize != 0 || w % blockSize != 0)
        {
            throw new ShapeException($"SpaceToDepth: expected height and width that are multiples of {blockSize} but got {x.Shape}.");
        }

        int b = blockSize;
        return isFirst
            ? x.Reshape([n, c, h / b, b, w / b, b]).Transpose([0, 1, 3, 5, 2, 4]).Reshape([n, c * b * b, h / b, w / b])
            : x.Reshape([n, h / b, b, w / b, b, c]).Transpose([0, 1, 3, 2, 4, 5]).Reshape([n, h / b, w / b, c * b * b]);
    }

    /// <summary>The values under a window at each of its places, as columns. Channels are first.</summary>
    /// <param name="x">(batch, channels, height, width).</param>
    /// <param name="kernelSize">Height and width of the window.</param>
    /// <param name="dilation">Distance of the values; null for 1.</param>
    /// <param name="padding">Zeros around the images; null for none.</param>
    /// <param name="stride">Steps of the window; null for 1.</param>
    /// <returns>(batch, channels·height·width of the window, places).</returns>
    /// <exception cref="ShapeException">The images are not of rank 4, or the window does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or padding below 0.</exception>
    public static Tensor Unfold(Tensor x, Size2D kernelSize, Size2D? dilation = null, Size2D? padding = null, Size2D? stride = null)
    {
        if (Require(x).Rank != 4)
        {
            throw new ShapeException($"Unfold: expected images of rank 4, (batch, channels, height, width), but got {x.Shape}.");
        }

        (int[] positions, Shape columns) = FoldPositions("Unfold", x.Shape, kernelSize, dilation, padding, stride);
        return Tape.Run(new GatherOp("Unfold", positions, columns), x);
    }

    /// <summary>Columns as <see cref="Unfold"/> gives them put back to their places and added up there. Channels are first.</summary>
    /// <param name="x">(batch, channels·height·width of the window, places).</param>
    /// <param name="outputSize">Height and width of the images.</param>
    /// <param name="kernelSize">Height and width of the window.</param>
    /// <param name="dilation">Distance of the values; null for 1.</param>
    /// <param name="padding">Zeros that were around the images; null for none.</param>
    /// <param name="stride">Steps of the window; null for 1.</param>
    /// <returns>(batch, channels, height, width).</returns>
    /// <exception cref="ShapeException">The columns do not fit to window and images.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or padding below 0.</exception>
    public static Tensor Fold(
        Tensor x, Size2D outputSize, Size2D kernelSize, Size2D? dilation = null, Size2D? padding = null, Size2D? stride = null)
    {
        Positive("Fold", kernelSize, nameof(kernelSize));
        Positive("Fold", outputSize, nameof(outputSize));
        long window = (long)kernelSize.Height * kernelSize.Width;
        if (Require(x).Rank != 3 || x.Shape[1] % window != 0)
        {
            throw new ShapeException($"Fold: expected columns of shape (batch, channels·{window}, places) but got {x.Shape}.");
        }

        Shape images = [x.Shape[0], (int)(x.Shape[1] / window), outputSize.Height, outputSize.Width];
        (int[] positions, Shape columns) = FoldPositions("Fold", images, kernelSize, dilation, padding, stride);
        if (columns != x.Shape)
        {
            throw new ShapeException($"Fold: expected columns of shape {columns} for images of {images} but got {x.Shape}.");
        }

        return Tape.Run(new ScatterAddOp("Fold", positions, images), x);
    }

    private static (int[] Positions, Shape Columns) FoldPositions(
        string name, Shape images, Size2D kernelSize, Size2D? dilation, Size2D? padding, Size2D? stride)
    {
        Size2D kernel = Positive(name, kernelSize, nameof(kernelSize)), distance = Positive(name, dilation ?? 1, nameof(dilation)),
            step = Positive(name, stride ?? 1, nameof(stride)), around = padding ?? 0;
        if (around.Height < 0 || around.Width < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(padding), $"{name}: expected padding of 0 or more but got {around}.");
        }

        (int channels, int height, int width) = (images[1], images[2], images[3]);
        long rows = Places(height, kernel.Height, distance.Height, around.Height, step.Height);
        long columns = Places(width, kernel.Width, distance.Width, around.Width, step.Width);
        if (rows < 1 || columns < 1) throw new ShapeException($"{name}: expected a window that fits images of {images} but got {kernel}.");
        Shape result = [images[0], Shape.LengthOf((long)channels * kernel.Height * kernel.Width), Shape.LengthOf(rows * columns)];
        result.RequireArray();
        var positions = new int[result.Size];
        int at = 0;
        for (int image = 0; image < images[0] * channels; image++)
        {
            for (int i = 0; i < kernel.Height * kernel.Width; i++)
            {
                (int dy, int dx) = (i / kernel.Width * distance.Height - around.Height, i % kernel.Width * distance.Width - around.Width);
                for (int place = 0; place < rows * columns; place++)
                {
                    int y = (int)(place / columns) * step.Height + dy, x = (int)(place % columns) * step.Width + dx;
                    bool isInside = y >= 0 && y < height && x >= 0 && x < width;
                    positions[at++] = isInside ? (image * height + y) * width + x : -1;
                }
            }
        }

        return (positions, result);

        static long Places(int length, int size, int distance, int around, int step)
        {
            long free = length + 2L * around - (long)distance * (size - 1) - 1;
            return free < 0 ? 0 : free / step + 1;
        }
    }

    private static (bool IsFirst, int Batch, int Height, int Width, int Channels) Block(
        string name, Tensor x, int blockSize, string dataFormat)
    {
        if (dataFormat is not ("channels_last" or "channels_first"))
        {
            throw new ArgumentException(
                $"{name}: expected a dataFormat of channels_last or channels_first but got '{dataFormat}'.", nameof(dataFormat));
        }

        const int Most = 1 << 15;
        RequireAtLeastOne(name, nameof(blockSize), blockSize);
        if (Require(x).Rank != 4 || blockSize > Most)
        {
            throw new ShapeException(
                $"{name}: expected images of rank 4 and a block of at most {Most:N0} but got {x.Shape} and {blockSize}.");
        }

        bool isFirst = dataFormat == "channels_first";
        Shape shape = x.Shape;
        return isFirst ? (true, shape[0], shape[2], shape[3], shape[1]) : (false, shape[0], shape[1], shape[2], shape[3]);
    }
}
