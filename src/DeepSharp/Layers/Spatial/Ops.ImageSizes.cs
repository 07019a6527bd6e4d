namespace DeepSharp;

// Images of other sizes, and pieces of them, as keras.ops.image has them. Images are of rank 3, or of rank 4 with a batch.
public static partial class Ops
{
    /// <summary>Images of another height and width.</summary>
    /// <param name="images">(height, width, channels), or (batch, height, width, channels).</param>
    /// <param name="size">Height and width after.</param>
    /// <param name="interpolation">
    /// <c>"bilinear"</c>, the default, <c>"nearest"</c>, <c>"bicubic"</c>, <c>"lanczos3"</c> or <c>"lanczos5"</c>.
    /// </param>
    /// <param name="antialias">Whether all pixels count where images become smaller.</param>
    /// <param name="cropToAspectRatio">Whether what is too much for the new shape is cut off first.</param>
    /// <param name="padToAspectRatio">Whether what is missing for the new shape is filled first.</param>
    /// <param name="fillValue">What it is filled with.</param>
    /// <param name="dataFormat"><c>"channels_last"</c>, the default, or <c>"channels_first"</c>, for images and result.</param>
    /// <exception cref="ShapeException">The images are not of rank 3 or 4, or hold nothing.</exception>
    /// <exception cref="ArgumentException">A size is below 1, or images are to be both cropped and padded.</exception>
    public static Tensor Resize(
        Tensor images, Size2D size, Interpolation interpolation = default, bool antialias = false, bool cropToAspectRatio = false,
        bool padToAspectRatio = false, double fillValue = 0, DataFormat dataFormat = default)
    {
        if (size.Height < 1 || size.Width < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(size), $"Resize: expected a size of 1 or more but got {size}.");
        }

        if (cropToAspectRatio && padToAspectRatio)
        {
            throw new ArgumentException("Resize: expected cropToAspectRatio or padToAspectRatio to be false but got both. Choose one.");
        }

        AspectRatio ratio = cropToAspectRatio ? AspectRatio.Crop : padToAspectRatio ? AspectRatio.Pad : AspectRatio.Stretch;
        var op = new ResizeOp(size, interpolation, antialias, ratio, (float)fillValue);
        return OnBatch("Resize", images, dataFormat, x => Tape.Run(op, x));
    }

    /// <summary>Images with zeros around them.</summary>
    /// <param name="images">(height, width, channels), or (batch, height, width, channels).</param>
    /// <param name="topPadding">Rows above; null to infer them.</param>
    /// <param name="leftPadding">Columns to the left; null to infer them.</param>
    /// <param name="bottomPadding">Rows below; null to infer them.</param>
    /// <param name="rightPadding">Columns to the right; null to infer them.</param>
    /// <param name="targetHeight">Rows after, where one of the other two is null.</param>
    /// <param name="targetWidth">Columns after, where one of the other two is null.</param>
    /// <param name="dataFormat"><c>"channels_last"</c>, the default, or <c>"channels_first"</c>, for images and result.</param>
    /// <exception cref="ArgumentException">Of the three numbers of a direction not exactly two are given, or one would be below 0.</exception>
    /// <exception cref="ShapeException">The images are not of rank 3 or 4.</exception>
    public static Tensor PadImages(
        Tensor images, int? topPadding = null, int? leftPadding = null, int? bottomPadding = null, int? rightPadding = null,
        int? targetHeight = null, int? targetWidth = null, DataFormat dataFormat = default) =>
        OnBatch("PadImages", images, dataFormat, x =>
        {
            (int top, int bottom) = Margins("PadImages", "height", topPadding, bottomPadding, targetHeight, x.Shape[1], isCrop: false);
            (int left, int right) = Margins("PadImages", "width", leftPadding, rightPadding, targetWidth, x.Shape[2], isCrop: false);
            return Pad(x, [(0, 0), (top, bottom), (left, right), (0, 0)]);
        });

    /// <summary>Images without their margins.</summary>
    /// <param name="images">(height, width, channels), or (batch, height, width, channels).</param>
    /// <param name="topCropping">Rows to cut off above; null to infer them.</param>
    /// <param name="leftCropping">Columns to cut off to the left; null to infer them.</param>
    /// <param name="bottomCropping">Rows to cut off below; null to infer them.</param>
    /// <param name="rightCropping">Columns to cut off to the right; null to infer them.</param>
    /// <param name="targetHeight">Rows after, where one of the other two is null.</param>
    /// <param name="targetWidth">Columns after, where one of the other two is null.</param>
    /// <param name="dataFormat"><c>"channels_last"</c>, the default, or <c>"channels_first"</c>, for images and result.</param>
    /// <exception cref="ArgumentException">Of the three numbers of a direction not exactly two are given, or one would be below 0.</exception>
    /// <exception cref="ShapeException">The images are not of rank 3 or 4.</exception>
    public static Tensor CropImages(
        Tensor images, int? topCropping = null, int? leftCropping = null, int? bottomCropping = null, int? rightCropping = null,
        int? targetHeight = null, int? targetWidth = null, DataFormat dataFormat = default) =>
        OnBatch("CropImages", images, dataFormat, x =>
        {
            (int top, int bottom) = Margins("CropImages", "height", topCropping, bottomCropping, targetHeight, x.Shape[1], isCrop: true);
            (int left, int right) = Margins("CropImages", "width", leftCropping, rightCropping, targetWidth, x.Shape[2], isCrop: true);
            return Slice(x, [0, top, left, 0], [-1, x.Shape[1] - top - bottom, x.Shape[2] - left - right, -1]);
        });

    /// <summary>The values under a window at each of its places, as channels.</summary>
    /// <param name="images">(height, width, channels), or (batch, height, width, channels).</param>
    /// <param name="size">Height and width of the window.</param>
    /// <param name="strides">Its steps; null for its size.</param>
    /// <param name="dilationRate">Distance of the values; null for 1.</param>
    /// <param name="padding"><c>"valid"</c>, the default, or <c>"same"</c>.</param>
    /// <param name="dataFormat"><c>"channels_last"</c>, the default, or <c>"channels_first"</c>, for images and result.</param>
    /// <returns>(..., newHeight, newWidth, height·width·channels of the window).</returns>
    /// <exception cref="ShapeException">The images are not of rank 3 or 4, or the window does not fit.</exception>
    /// <exception cref="ArgumentException">A size is below 1, or strides and dilation are both above 1.</exception>
    public static Tensor ExtractPatches(
        Tensor images, Size2D size, Size2D? strides = null, Size2D? dilationRate = null, Padding padding = default,
        DataFormat dataFormat = default)
    {
        (Size2D steps, Size2D distance) = (strides ?? size, dilationRate ?? 1);
        return OnBatch("ExtractPatches", images, dataFormat, x => Patches(
            "ExtractPatches", x, [size.Height, size.Width], [steps.Height, steps.Width], [distance.Height, distance.Width], padding));
    }

    /// <summary>The values under a window at each of its places in volumes, as channels.</summary>
    /// <param name="volumes">(depth, height, width, channels), or (batch, depth, height, width, channels).</param>
    /// <param name="size">Sizes of the window.</param>
    /// <param name="strides">Its steps; null for its size.</param>
    /// <param name="dilationRate">Distance of the values; null for 1.</param>
    /// <param name="padding"><c>"valid"</c>, the default, or <c>"same"</c>.</param>
    /// <param name="dataFormat"><c>"channels_last"</c>, the default, or <c>"channels_first"</c>, for volumes and result.</param>
    /// <exception cref="ShapeException">The volumes are not of rank 4 or 5, or the window does not fit.</exception>
    /// <exception cref="ArgumentException">A size is below 1, or strides and dilation are both above 1.</exception>
    public static Tensor ExtractPatches3D(
        Tensor volumes, Size3D size, Size3D? strides = null, Size3D? dilationRate = null, Padding padding = default,
        DataFormat dataFormat = default)
    {
        (Size3D steps, Size3D distance) = (strides ?? size, dilationRate ?? 1);
        return OnBatch("ExtractPatches3D", Require(volumes), dataFormat, x => Patches(
            "ExtractPatches3D", x, [size.Depth, size.Height, size.Width], [steps.Depth, steps.Height, steps.Width],
            [distance.Depth, distance.Height, distance.Width], padding), rank: 5);
    }

    // A convolution with filters of a single one each, but without the zeros: the positions are those of its window.
    private static Tensor Patches(
        string name, Tensor x, ReadOnlySpan<int> size, ReadOnlySpan<int> strides, ReadOnlySpan<int> dilation, Padding padding)
    {
        int axes = size.Length;
        var window = new SlidingWindow(
            SizesOf(name, size, axes), SizesOf(name, strides, axes), SizesOf(name, dilation, axes), padding.RequireNotCausal(name));
        if (window.Strides.IsAboveOne && window.Dilation.IsAboveOne)
        {
            throw new ArgumentException(
                $"{name}: expected strides or dilationRate to be 1 but got {window.Strides} and {window.Dilation}. Use one of them only.");
        }

        Shape shape = x.Shape, places;
        try
        {
            places = window.InferShape(shape, shape[^1], "size");
        }
        catch (ShapeException exception) when (exception.NameOp(name))
        {
            throw;
        }

        // All places of the first axis with all values of the window there, then of the second, ...
        var chosen = new int[shape.Rank][];
        chosen[0] = AxisPositions.Count(shape[0]);
        chosen[^1] = AxisPositions.Count(shape[^1]);
        var between = new List<int> { shape[0] };
        for (int axis = 0; axis < axes; axis++)
        {
            var positions = window.Axis(axis, shape[axis + 1]);
            (int count, int taps, int length) = (places[axis + 1], window.Size[axis], shape[axis + 1]);
            chosen[axis + 1] = new int[Shape.LengthOf((long)count * taps)];
            for (int i = 0; i < chosen[axis + 1].Length; i++)
            {
                int at = i / taps * window.Strides[axis] + i % taps * window.Dilation[axis] - positions.PadBefore;
                chosen[axis + 1][i] = at >= 0 && at < length ? at : -1;
            }

            between.AddRange([count, taps]);
        }

        between.Add(shape[^1]);
        Tensor spread = AxisPositions.Choose(name, x, chosen).Reshape(Shape.Create(between.ToArray()));
        int[] order =
        [
            0, .. Enumerable.Range(0, axes).Select(axis => 2 * axis + 1), .. Enumerable.Range(1, axes).Select(axis => 2 * axis),
            2 * axes + 1,
        ];
        int width = shape[^1];
        for (int axis = 0; axis < axes; axis++) width *= size[axis];
        return spread.Transpose(order).Reshape(places.WithLast(width));
    }

    private static Tensor OnBatch(string name, Tensor images, DataFormat format, Func<Tensor, Tensor> function, int rank = 4)
    {
        if (Require(images).Rank != rank && images.Rank != rank - 1)
        {
            throw new ShapeException($"{name}: expected images of rank {rank - 1}, or {rank} with a batch, but got {images.Shape}.");
        }

        bool isOne = images.Rank == rank - 1;
        Tensor y = InFormat(function(ChannelsLastOf(isOne ? ExpandDims(images, 0) : images, format)), format);
        return isOne ? Squeeze(y, 0) : y;
    }

    private static (int Before, int After) Margins(
        string name, string direction, int? before, int? after, int? target, int length, bool isCrop)
    {
        int given = (before is null ? 0 : 1) + (after is null ? 0 : 1) + (target is null ? 0 : 1);
        if (given != 2)
        {
            throw new ArgumentException(
                $"{name}: expected exactly two of the numbers before, after and target {direction} but got {given}.");
        }

        long margin = target is { } wanted ? isCrop ? (long)length - wanted : (long)wanted - length : 0;
        long first = before ?? margin - after!.Value, second = after ?? margin - before!.Value;
        if (first >= 0 && second >= 0 && (!isCrop || first + second <= length)) return ((int)first, (int)second);
        throw new ArgumentException($"{name}: expected margins of 0 or more within the {direction} {length} but got {first} and {second}.");
    }
}
