namespace DeepSharp;

/// <summary>
/// The shapes of inputs with one, two or three axes between batch and channels - sequences, images, volumes - and what errors call them.
/// </summary>
internal static class SpatialInput
{
    private static readonly string[] s_samples = ["sequences", "images", "volumes"];
    private static readonly string[] s_elements = ["step", "pixel", "voxel"];
    private static readonly string[] s_lines = ["steps", "rows and columns", "layers, rows and columns"];
    private static readonly string[] s_lengths = ["steps", "height, width", "depth, height, width"];

    /// <summary><c>sequences</c>, <c>images</c> or <c>volumes</c>.</summary>
    public static string Samples(int axes) => s_samples[axes - 1];

    /// <summary><c>step</c>, <c>pixel</c> or <c>voxel</c>.</summary>
    public static string Element(int axes) => s_elements[axes - 1];

    /// <summary>What the lengths of the axes count: <c>rows and columns</c>.</summary>
    public static string Lines(int axes) => s_lines[axes - 1];

    /// <summary>The shape in words: <c>(batch, height, width, channels)</c>.</summary>
    public static string Form(int axes) => $"(batch, {s_lengths[axes - 1]}, channels)";

    /// <exception cref="ShapeException">The shape is not that of a batch of such samples.</exception>
    public static void Require(Shape input, int axes)
    {
        if (input.Rank == axes + 2) return;
        throw new ShapeException($"expected an input of rank {axes + 2} {Form(axes)} but got {input}. {HowToMake(input, axes)}");
    }

    /// <summary>The same where the channels may come first.</summary>
    /// <exception cref="ShapeException">The shape is not that of a batch of such samples.</exception>
    public static void Require(Shape input, int axes, bool isChannelsFirst)
    {
        if (input.Rank == axes + 2) return;
        if (!isChannelsFirst) Require(input, axes);
        throw new ShapeException(
            $"expected an input of rank {axes + 2} (batch, channels, {s_lengths[axes - 1]}), in the order of dataFormat, but got {input}.");
    }

    /// <exception cref="ShapeException">The shape is not that of a batch of such samples, or they hold nothing.</exception>
    public static void RequireElements(Shape input, int axes)
    {
        Require(input, axes);
        for (int axis = 1; axis <= axes; axis++)
        {
            if (input[axis] == 0) throw new ShapeException($"expected {Samples(axes)} of at least one {Element(axes)} but got {input}.");
        }
    }

    /// <summary>The shape with one value for each sample and channel; the axes between stay with length 1, or not.</summary>
    /// <exception cref="ShapeException">The input has other axes, or samples that hold nothing.</exception>
    public static Shape GlobalShape(Shape input, int axes, bool keepDims)
    {
        RequireElements(input, axes);
        if (!keepDims) return [input[0], input[^1]];
        for (int axis = 1; axis <= axes; axis++) input = input.With(axis, 1);
        return input;
    }

    private static string HowToMake(Shape input, int axes)
    {
        // Where the batch is open, this may be a model that is being described: it has no tensors to reshape yet.
        bool isOpen = input.Rank > 0 && input[0] == Shape.Any;
        if (input.Rank != axes + 1)
        {
            string shape = $"[-1, {s_lengths[axes - 1]}, channels]", sample = $"[{s_lengths[axes - 1]}, channels]";
            return $"Reshape it to {Samples(axes)} first, " +
                (isOpen ? ReshapeAdvice.ForData(shape, sample) : ReshapeAdvice.ForTensor(shape));
        }

        string lengths = Lengths(input);
        if (isOpen) return "Add a channel axis, " + ReshapeAdvice.ForData($"[{lengths}, 1]", $"[{Lengths(input[1..])}, 1]");

        // Three axes that end in 1, 3 or 4 look like one image, others like a batch of images without colours.
        return axes == 2 && input[2] is 1 or 3 or 4
            ? "Add a batch axis, " + ReshapeAdvice.ForTensor($"[1, {lengths}]")
            : "Add a channel axis, " + ReshapeAdvice.ForTensor($"[{lengths}, 1]");
    }

    private static string Lengths(Shape shape) =>
        string.Join(", ", shape.ToArray().Select(length => length == Shape.Any ? "-1" : $"{length}"));
}
