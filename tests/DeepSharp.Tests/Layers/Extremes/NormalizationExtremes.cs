using System.Text.Json.Nodes;
using CsCheck;
using DeepSharp.Layers;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Layers.Extremes;

/// <summary>Normalizations that are told an axis or a number of groups, and layers with weights along axes.</summary>
internal static class NormalizationExtremes
{
    private static readonly Shape s_shape = [2, 3, 4];

    public static Gen<ExtremeCase> GroupNormalization { get; } = Gen.Select(ExtremeNumbers.Size, (int groups) =>
        new ExtremeCase(
            "GroupNormalization", () => new GroupNormalization(groups), new JsonObject { ["groups"] = groups }, [s_shape],
            groups is -1 or 1 or 2 or 4 ? Outcome.Result : Outcome.Refused)
        {
            Reference = values => new ExtremeResult(Groups(values, groups == -1 ? 4 : groups)),
        });

    public static Gen<ExtremeCase> RMSNormalization { get; } = ExtremeNumbers.Axis.Select(axis =>
        new ExtremeCase(
            "RMSNormalization", () => new RMSNormalization(axis), new JsonObject { ["axis"] = axis }, [s_shape],
            Place(axis) <= 0 ? Outcome.Refused : Outcome.Result)
        {
            Reference = values => new ExtremeResult(AlongAxis(values, axis, line =>
            {
                double root = Math.Sqrt(line.Average(x => x * x) + 1e-6f);
                return [.. line.Select((x, i) => x / root * values.Weights[0][i])];
            })),
        });

    public static Gen<ExtremeCase> UnitNormalization { get; } = ExtremeNumbers.Axis.Select(axis =>
        new ExtremeCase(
            "UnitNormalization", () => new UnitNormalization(axis), new JsonObject { ["axis"] = axis }, [s_shape],
            Place(axis) <= 0 ? Outcome.Refused : Outcome.Result)
        {
            Reference = values => new ExtremeResult(AlongAxis(values, axis, line =>
            {
                double length = Math.Max(Math.Sqrt(line.Sum(x => x * x)), 1e-12);
                return [.. line.Select(x => x / length)];
            })),
        });

    public static Gen<ExtremeCase> PReLU { get; } = ExtremeNumbers.Axis.Select(axis =>
        new ExtremeCase(
            "PReLU", () => new PReLU(sharedAxes: [axis]), new JsonObject { ["shared_axes"] = new JsonArray(axis) }, [s_shape],
            axis is 1 or 2 ? Outcome.Result : Outcome.Refused)
        {
            Reference = values => new ExtremeResult(
                [.. values.X.Select((x, i) => x > 0 ? x : x * values.Weights[0][axis == 1 ? i % 4 : i / 4 % 3])]),
        });

    /// <summary>In inference it is the layer inside, however many steps of an iteration there would be in training.</summary>
    public static Gen<ExtremeCase> SpectralNormalization { get; } = ExtremeNumbers.Size.Select(iterations =>
        new ExtremeCase(
            "SpectralNormalization", () => new SpectralNormalization(new Dense(2, name: "d"), iterations),
            new JsonObject { ["layer"] = new Dense(2, name: "d").ToConfig(), ["power_iterations"] = iterations }, [[2, 3]],
            iterations < 1 ? Outcome.Refused : Outcome.Result)
        {
            Reference = values => new ExtremeResult(LayerReference.Linear(values.X, values.Weights[0], values.Weights[2], 3, 2)),
        });

    private static double[] Groups(ExtremeValues values, int groups)
    {
        var y = new double[values.X.Length];
        for (int sample = 0; sample < 2; sample++)
            for (int group = 0; group < groups; group++)
            {
                int[] all = [.. Enumerable.Range(sample * 12, 12).Where(i => i % 4 / (4 / groups) == group)];
                double mean = all.Average(i => values.X[i]), variance = all.Average(i => Math.Pow(values.X[i] - mean, 2));
                foreach (int i in all)
                {
                    y[i] = (values.X[i] - mean) / Math.Sqrt(variance + 1e-3f) * values.Weights[0][i % 4] + values.Weights[1][i % 4];
                }
            }

        return y;
    }

    private static int Place(int axis) => axis is >= -3 and < 0 ? axis + 3 : axis is >= 0 and < 3 ? axis : -1;

    private static double[] AlongAxis(ExtremeValues values, int axis, Func<double[], double[]> map)
    {
        int place = Place(axis);
        return AxisReference.Map(
            [.. values.X.Select(value => (float)value)], s_shape[..place].Size, s_shape[place], s_shape[(place + 1)..].Size, map);
    }
}
