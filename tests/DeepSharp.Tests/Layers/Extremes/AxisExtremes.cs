using System.Text.Json.Nodes;
using CsCheck;
using DeepSharp.Layers;
using DeepSharp.Tests.Reference;
using NormalizationLayer = DeepSharp.Layers.Normalization;

namespace DeepSharp.Tests.Layers.Extremes;

/// <summary>Layers that work along an axis, and layers that are told a shape.</summary>
internal static class AxisExtremes
{
    private static readonly Shape s_shape = [2, 3, 4];

    public static Gen<ExtremeCase> Softmax { get; } = ExtremeNumbers.Axis.Select(axis =>
        new ExtremeCase(
            "Softmax", () => new Softmax(axis), new JsonObject { ["axis"] = axis }, [s_shape],
            Place(axis) < 0 ? Outcome.Refused : Outcome.Result)
        {
            Reference = values => new ExtremeResult(AlongAxis(values, axis, AxisReference.Softmax)),
        });

    // Along the batch it is for batches of one size, which no model has.
    public static Gen<ExtremeCase> Normalization { get; } = ExtremeNumbers.Axis.Where(axis => Place(axis) != 0).Select(axis =>
        new ExtremeCase(
            "Normalization", () => new NormalizationLayer(axis), new JsonObject { ["axis"] = axis }, [s_shape],
            Place(axis) < 0 ? Outcome.Refused : Outcome.Result)
        {
            Reference = values => new ExtremeResult(AlongAxis(values, axis, line => [.. line.Select((x, i) =>
                (x - values.Weights[0][i]) / Math.Max(Math.Sqrt(values.Weights[1][i]), 1e-7))])),
        });

    public static Gen<ExtremeCase> LayerNormalization { get; } = ExtremeNumbers.Axis.Select(axis =>
        new ExtremeCase(
            "LayerNormalization", () => new LayerNormalization(axis), new JsonObject { ["axis"] = axis }, [s_shape],
            Place(axis) <= 0 ? Outcome.Refused : Outcome.Result)
        {
            Reference = values => new ExtremeResult(AlongAxis(
                values, axis,
                line => NormalizationReference.LayerNorm(line, values.Weights[0], values.Weights[1], line.Length, 0.001))),
        });

    public static Gen<ExtremeCase> BatchNormalization { get; } = ExtremeNumbers.Axis.Select(axis =>
        new ExtremeCase(
            "BatchNormalization", () => new BatchNormalization(axis), new JsonObject { ["axis"] = axis }, [s_shape],
            Place(axis) <= 0 ? Outcome.Refused : Outcome.Result)
        {
            Reference = values => new ExtremeResult(AlongAxis(values, axis, line => [.. line.Select((x, i) =>
            {
                (double gamma, double beta, double mean, double variance) =
                    (values.Weights[0][i], values.Weights[1][i], values.Weights[2][i], values.Weights[3][i]);
                return (x - mean) / Math.Sqrt(variance + 0.001) * gamma + beta;
            })])),
        });

    /// <summary>Nothing but the shape of an input: nothing to compute. A batch of -1 is any in a config, and none in C#.</summary>
    public static Gen<ExtremeCase> InputLayer { get; } = Gen.Select(
        ExtremeNumbers.Size.Array[0, 3], ExtremeNumbers.Size.Where(batch => batch != -1), (shape, batch) =>
        {
            JsonNode[] lengths = [batch, .. shape.Select(length => (JsonNode)length)];
            Int128 size = shape.Aggregate((Int128)batch, (all, length) => length == -1 ? all : all > Array.MaxLength ? all : all * length);
            if (shape.Contains(0)) size = 0;
            return new ExtremeCase(
                "InputLayer", () => new InputLayer(Shape.Create(shape), batch),
                new JsonObject { ["batch_shape"] = new JsonArray(lengths) }, [[1]],
                batch < 1 || shape.Any(length => length < -1) || size > Array.MaxLength ? Outcome.Refused : Outcome.Large)
            {
                Reference = _ => new ExtremeResult([]),
            };
        });

    private static int Place(int axis) => axis is >= -3 and < 0 ? axis + 3 : axis is >= 0 and < 3 ? axis : -1;

    private static double[] AlongAxis(ExtremeValues values, int axis, Func<double[], double[]> map)
    {
        int place = Place(axis);
        return AxisReference.Map(
            [.. values.X.Select(value => (float)value)], s_shape[..place].Size, s_shape[place], s_shape[(place + 1)..].Size, map);
    }
}
