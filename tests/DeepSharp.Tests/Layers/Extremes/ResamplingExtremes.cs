using System.Text.Json.Nodes;
using CsCheck;
using DeepSharp.Layers;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Layers.Extremes;

/// <summary>Layers that give sequences, images and volumes other lengths: windows, factors, margins and sizes.</summary>
internal static class ResamplingExtremes
{
    private delegate Layer Create(int[] numbers);

    private static readonly Gen<int> s_margin = Gen.Frequency((4, Gen.Int[0, 3]), (1, ExtremeNumbers.Edge));

    public static Gen<ExtremeCase> MaxPooling3D { get; } = Pooling3D(
        "MaxPooling3D", (size, strides, same) => new MaxPooling3D(Triple(size), Triple(strides), same ? "same" : "valid"), WindowReference.Max);

    public static Gen<ExtremeCase> AveragePooling3D { get; } = Pooling3D(
        "AveragePooling3D", (size, strides, same) => new AveragePooling3D(Triple(size), Triple(strides), same ? "same" : "valid"),
        WindowReference.Mean);

    public static Gen<ExtremeCase> AdaptiveAveragePooling(int axes) => Adaptive(
        $"AdaptiveAveragePooling{axes}D", axes, n => axes switch
        {
            1 => new AdaptiveAveragePooling1D(n[0]),
            2 => new AdaptiveAveragePooling2D((n[0], n[1])),
            _ => new AdaptiveAveragePooling3D(Triple(n)),
        },
        WindowReference.Mean);

    public static Gen<ExtremeCase> AdaptiveMaxPooling(int axes) => Adaptive(
        $"AdaptiveMaxPooling{axes}D", axes, n => axes switch
        {
            1 => new AdaptiveMaxPooling1D(n[0]),
            2 => new AdaptiveMaxPooling2D((n[0], n[1])),
            _ => new AdaptiveMaxPooling3D(Triple(n)),
        },
        WindowReference.Max);

    public static Gen<ExtremeCase> UpSampling(int axes) => Gen.Select(Samples(axes), ExtremeNumbers.Size.Array[axes], (shape, n) =>
    {
        Create create = n => axes switch { 1 => new UpSampling1D(n[0]), 2 => new UpSampling2D((n[0], n[1])), _ => new UpSampling3D(Triple(n)) };
        Int128[] lengths = [.. n.Select((factor, axis) => (Int128)factor * shape[axis + 1])];
        return new ExtremeCase(
            $"UpSampling{axes}D", () => create(n), new JsonObject { ["size"] = Sizes(n) }, [shape],
            n.Min() < 1 ? Outcome.Refused : JudgeSamples(shape, lengths))
        {
            Reference = values => Moved(values, shape, lengths, (axis, i) => i / n[axis]),
        };
    });

    public static Gen<ExtremeCase> ZeroPadding(int axes) => Margins(
        $"ZeroPadding{axes}D", "padding", axes, 1, n => axes switch
        {
            1 => new ZeroPadding1D((n[0], n[1])),
            2 => new ZeroPadding2D((n[0], n[1]), (n[2], n[3])),
            _ => new ZeroPadding3D((n[0], n[1]), (n[2], n[3]), (n[4], n[5])),
        });

    public static Gen<ExtremeCase> Cropping(int axes) => Margins(
        $"Cropping{axes}D", "cropping", axes, -1, n => axes switch
        {
            1 => new Cropping1D((n[0], n[1])),
            2 => new Cropping2D((n[0], n[1]), (n[2], n[3])),
            _ => new Cropping3D((n[0], n[1]), (n[2], n[3]), (n[4], n[5])),
        });

    public static Gen<ExtremeCase> Resizing { get; } = Gen.Select(ExtremeNumbers.Images, ExtremeNumbers.Size.Array[2], (shape, n) =>
        new ExtremeCase(
            "Resizing", () => new Resizing(n[0], n[1], "nearest"),
            new JsonObject { ["height"] = n[0], ["width"] = n[1], ["interpolation"] = "nearest" }, [shape],
            n.Min() < 1 ? Outcome.Refused : JudgeSamples(shape, n[0], n[1]))
        {
            Reference = values => Moved(values, shape, [n[0], n[1]], (axis, i) => (int)((2L * i + 1) * shape[axis + 1] / (2L * n[axis]))),
        });

    public static Gen<ExtremeCase> CenterCrop { get; } = Gen.Select(ExtremeNumbers.Images, ExtremeNumbers.Size.Array[2], (shape, n) =>
    {
        bool isCut = n[0] <= shape[1] && n[1] <= shape[2];
        return new ExtremeCase(
            "CenterCrop", () => new CenterCrop(n[0], n[1]), new JsonObject { ["height"] = n[0], ["width"] = n[1] }, [shape],
            n.Min() < 1 ? Outcome.Refused : isCut || JudgeSamples(shape, n[0], n[1]) == Outcome.Refused
                ? JudgeSamples(shape, n[0], n[1]) : Outcome.Large)
        {
            Reference = values => Moved(values, shape, [n[0], n[1]], (axis, i) => i + (shape[axis + 1] - n[axis]) / 2),
        };
    });

    private static Gen<ExtremeCase> Pooling3D(
        string name, Func<int[], int[], bool, Layer> create,
        Func<(WindowReference.Sizes, WindowReference.Window), double[], double[]> reference) =>
        Gen.Select(Samples(3), ExtremeNumbers.Size.Array[3], ExtremeNumbers.Size.Array[3], Gen.Bool, (shape, size, strides, same) =>
        {
            bool isAllowed = size.Min() >= 1 && strides.Min() >= 1;
            int[] inputs = shape.ToArray()[1..^1];
            Int128[] outputs = [.. inputs.Select((n, i) => !isAllowed ? 0 : same ? ((Int128)n + strides[i] - 1) / strides[i]
                : n < size[i] ? 0 : ((Int128)n - size[i]) / strides[i] + 1)];
            return new ExtremeCase(
                name, () => create(size, strides, same),
                new JsonObject { ["pool_size"] = Sizes(size), ["strides"] = Sizes(strides), ["padding"] = same ? "same" : "valid" }, [shape],
                outputs.Min() < 1 ? Outcome.Refused : JudgeSamples(shape, outputs))
            {
                Reference = values => new ExtremeResult(
                    reference(WindowReference.Sliding(shape[0], inputs, shape[^1], size, strides, same), values.X)),
            };
        });

    private static Gen<ExtremeCase> Adaptive(
        string name, int axes, Create create, Func<(WindowReference.Sizes, WindowReference.Window), double[], double[]> reference) =>
        Gen.Select(Samples(axes), ExtremeNumbers.Size.Array[axes], (shape, n) =>
            new ExtremeCase(
                name, () => create(n), new JsonObject { ["output_size"] = Sizes(n) }, [shape],
                n.Min() < 1 ? Outcome.Refused : JudgeSamples(shape, [.. n.Select(size => (Int128)size)]))
            {
                Reference = values => new ExtremeResult(
                    reference(WindowReference.Adaptive(shape[0], shape.ToArray()[1..^1], shape[^1], n), values.X)),
            });

    private static Gen<ExtremeCase> Margins(string name, string key, int axes, int direction, Create create) =>
        Gen.Select(Samples(axes), s_margin.Array[2 * axes], (shape, n) =>
        {
            Int128[] lengths = [.. Enumerable.Range(0, axes).Select(
                axis => shape[axis + 1] + direction * ((Int128)n[2 * axis] + n[2 * axis + 1]))];
            JsonNode[] pairs = [.. Enumerable.Range(0, axes).Select(axis => new JsonArray(n[2 * axis], n[2 * axis + 1]))];
            return new ExtremeCase(
                name, () => create(n), new JsonObject { [key] = axes == 1 ? pairs[0] : new JsonArray(pairs) }, [shape],
                n.Min() < 0 || lengths.Min() < 1 ? Outcome.Refused : JudgeSamples(shape, lengths))
            {
                Reference = values => Moved(values, shape, lengths, (axis, i) => i - direction * n[2 * axis]),
            };
        });

    private static Gen<Shape> Samples(int axes) => Gen.Select(
        Gen.Int[1, 2], Gen.Int[1, 5].Array[axes], Gen.Int[1, 3], (batch, lengths, channels) => Shape.Create([batch, .. lengths, channels]));

    private static Outcome JudgeSamples(Shape shape, params Int128[] lengths)
    {
        // Products of more than two may be larger than any number.
        Int128 size = (Int128)shape[0] * shape[^1];
        foreach (Int128 length in lengths) size = size > Array.MaxLength ? size : size * length;
        return ExtremeCase.Judge(size);
    }

    // Each output is the input at a place along each axis, or 0 where there is none.
    private static ExtremeResult Moved(ExtremeValues values, Shape shape, Int128[] lengths, Func<int, int, int> from)
    {
        int[] outputs = [.. lengths.Select(length => (int)length)];
        int places = outputs.Aggregate(1, (a, b) => a * b), channels = shape[^1];
        var sources = new int[shape[0] * places * channels];
        for (int i = 0; i < sources.Length; i++)
        {
            int place = i / channels % places, at = 0, stride = 1;
            bool exists = true;
            for (int axis = outputs.Length - 1; axis >= 0; axis--)
            {
                int position = from(axis, place % outputs[axis]);
                exists &= position >= 0 && position < shape[axis + 1];
                (at, stride, place) = (at + position * stride, stride * shape[axis + 1], place / outputs[axis]);
            }

            sources[i] = exists ? (i / channels / places * stride + at) * channels + i % channels : -1;
        }

        return ExtremeResult.Moved(values, sources);
    }

    private static Size3D Triple(int[] numbers) => (numbers[0], numbers[1], numbers[2]);

    private static JsonNode Sizes(int[] numbers) =>
        numbers.Length == 1 ? JsonValue.Create(numbers[0]) : new JsonArray([.. numbers.Select(number => (JsonNode)number)]);
}
