using System.Text.Json.Nodes;
using CsCheck;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Extremes;

/// <summary>Layers that move values, repeat them or put zeros around them.</summary>
internal static class ReshapingExtremes
{
    private static readonly int[] s_divisors = [-1, 1, 2, 3, 4, 6, 8, 12, 24];

    private static readonly Gen<int> s_lengths =
        Gen.Frequency((3, Gen.Int[0, s_divisors.Length - 1].Select(i => s_divisors[i])), (1, ExtremeNumbers.Edge));

    public static Gen<ExtremeCase> RepeatVector { get; } = Gen.Select(Gen.Int[1, 3], Gen.Int[1, 4], ExtremeNumbers.Size, (rows, width, n) =>
        new ExtremeCase(
            "RepeatVector", () => new RepeatVector(n), new JsonObject { ["n"] = n }, [[rows, width]],
            n < 1 ? Outcome.Refused : ExtremeCase.Judge((Int128)rows * width * n))
        {
            Reference = values => ExtremeResult.Moved(
                values, [.. Enumerable.Range(0, rows * n * width).Select(i => i / (n * width) * width + i % width)]),
        });

    public static Gen<ExtremeCase> Reshape { get; } = Gen.Select(Gen.Int[1, 3], s_lengths.Array[0, 4], (rows, target) =>
        new ExtremeCase(
            "Reshape", () => new Reshape(Shape.Create(target)), new JsonObject { ["target_shape"] = Array(target) }, [[rows, 2, 3, 4]],
            Holds(target, 24) ? Outcome.Result : Outcome.Refused)
        {
            Reference = values => ExtremeResult.Moved(values, [.. Enumerable.Range(0, rows * 24)]),
        });

    public static Gen<ExtremeCase> Permute { get; } = Gen.Select(
        Gen.Int[1, 2], Gen.Shuffle((int[])[1, 2, 3]), ExtremeNumbers.Axis, Gen.Int[0, 9], (rows, dims, odd, at) =>
        {
            // One in three has a number among its axes that may be any.
            if (at < 3) dims = [.. dims.Select((axis, i) => i == at ? odd : axis)];
            bool isPermutation = dims.Order().SequenceEqual([1, 2, 3]);
            return new ExtremeCase(
                "Permute", () => new Permute(dims), new JsonObject { ["dims"] = Array(dims) }, [[rows, 2, 3, 4]],
                isPermutation ? Outcome.Result : Outcome.Refused)
            {
                Reference = values => ExtremeResult.Moved(values, Permuted(rows, dims)),
            };
        });

    public static Gen<ExtremeCase> ZeroPadding2D { get; } = Gen.Select(
        ExtremeNumbers.Images, Gen.Frequency((4, Gen.Int[0, 3]), (1, ExtremeNumbers.Edge)).Array[4], (images, p) =>
        {
            (int top, int bottom, int left, int right) = (p[0], p[1], p[2], p[3]);
            Int128 height = (Int128)top + images[1] + bottom, width = (Int128)left + images[2] + right;
            return new ExtremeCase(
                "ZeroPadding2D", () => new ZeroPadding2D((top, bottom), (left, right)),
                new JsonObject { ["padding"] = new JsonArray(new JsonArray(top, bottom), new JsonArray(left, right)) }, [images],
                p.Min() < 0 ? Outcome.Refused : ExtremeCase.Judge(height * width * images[0] * images[3]))
            {
                Reference = values => ExtremeResult.Moved(values, Padded(images, top, left, (int)height, (int)width)),
            };
        });

    public static Gen<ExtremeCase> Concatenate { get; } = Gen.Select(Gen.Int[1, 2], Gen.Int[1, 3].Array[3], ExtremeNumbers.Axis,
        (rows, lengths, axis) =>
        {
            // (rows, 2, 3), but for the axis, along which they have lengths of their own.
            int at = axis < 0 ? axis + 3 : axis;
            Shape shape = [rows, 2, 3];
            Shape[] inputs = at is >= 0 and < 3 ? [.. lengths.Select(length => shape.With(at, length))] : [shape, shape, shape];
            return new ExtremeCase(
                "Concatenate", () => new Concatenate(axis), new JsonObject { ["axis"] = axis }, inputs,
                at is >= 0 and < 3 ? Outcome.Result : Outcome.Refused)
            {
                Reference = values => new ExtremeResult(Joined(values.Inputs, shape, lengths, at)),
            };
        });

    private static JsonArray Array(int[] values) => new([.. values.Select(value => (JsonNode)value)]);

    private static bool Holds(int[] target, int size)
    {
        Int128 known = 1;
        foreach (int length in target) known *= length == -1 ? 1 : length;
        int unknown = target.Count(length => length == -1);
        if (target.Any(length => length < -1) || unknown > 1) return false;
        return unknown == 0 ? known == size : known > 0 && size % known == 0;
    }

    private static int[] Permuted(int rows, int[] dims)
    {
        int[] lengths = [2, 3, 4], strides = [12, 4, 1];
        var sources = new List<int>();
        for (int row = 0; row < rows; row++)
            for (int i = 0; i < lengths[dims[0] - 1]; i++)
                for (int j = 0; j < lengths[dims[1] - 1]; j++)
                    for (int k = 0; k < lengths[dims[2] - 1]; k++)
                    {
                        sources.Add(row * 24 + i * strides[dims[0] - 1] + j * strides[dims[1] - 1] + k * strides[dims[2] - 1]);
                    }

        return [.. sources];
    }

    private static int[] Padded(Shape images, int top, int left, int height, int width)
    {
        var sources = new List<int>();
        for (int image = 0; image < images[0]; image++)
            for (int i = 0; i < height; i++)
                for (int j = 0; j < width; j++)
                    for (int c = 0; c < images[3]; c++)
                    {
                        (int row, int column) = (i - top, j - left);
                        bool exists = row >= 0 && row < images[1] && column >= 0 && column < images[2];
                        sources.Add(exists ? ((image * images[1] + row) * images[2] + column) * images[3] + c : -1);
                    }

        return [.. sources];
    }

    private static double[] Joined(double[][] inputs, Shape shape, int[] lengths, int at)
    {
        int outer = shape[..at].Size, inner = shape[(at + 1)..].Size;
        var y = new List<double>();
        for (int block = 0; block < outer; block++)
            for (int i = 0; i < inputs.Length; i++) y.AddRange(inputs[i].Skip(block * lengths[i] * inner).Take(lengths[i] * inner));

        return [.. y];
    }
}
