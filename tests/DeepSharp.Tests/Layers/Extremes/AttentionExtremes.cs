using System.Text.Json.Nodes;
using CsCheck;
using DeepSharp.Layers;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Layers.Extremes;

/// <summary>Attention with heads of any number and width, products over any axes, and kernels of any size.</summary>
internal static class AttentionExtremes
{
    private const int Steps = 3, Features = 2;

    public static Gen<ExtremeCase> MultiHeadAttention { get; } = Gen.Select(
        Gen.Int[1, 2], ExtremeNumbers.Size, ExtremeNumbers.Size, ExtremeNumbers.Size, ExtremeNumbers.Size, (rows, heads, width, values, window) =>
            new ExtremeCase(
                "MultiHeadAttention", () => new MultiHeadAttention(heads, width, values, slidingWindow: window),
                new JsonObject { ["num_heads"] = heads, ["key_dim"] = width, ["value_dim"] = values, ["sliding_window"] = window },
                [[rows, Steps, Features], [rows, Steps, Features]], Judge(rows, heads, heads, width, values, window))
            {
                Reference = given => new ExtremeResult(
                    new HeadsReference(new AttentionReference(rows, Steps, Steps, heads, heads, width, values) { Window = window }, 2, 2, 2)
                        .Run(given.X, given.Inputs[1], given.Inputs[1], given.Weights)),
            });

    public static Gen<ExtremeCase> GroupQueryAttention { get; } = Gen.Select(
        Gen.Int[1, 2], ExtremeNumbers.Size, ExtremeNumbers.Size, ExtremeNumbers.Size, (rows, width, heads, keyHeads) =>
            new ExtremeCase(
                "GroupQueryAttention", () => new GroupQueryAttention(width, heads, keyHeads),
                new JsonObject { ["head_dim"] = width, ["num_query_heads"] = heads, ["num_key_value_heads"] = keyHeads },
                [[rows, Steps, Features], [rows, Steps, Features]],
                keyHeads < 1 || heads % keyHeads != 0 ? Outcome.Refused : Judge(rows, heads, keyHeads, width, width, 1))
            {
                Reference = given => new ExtremeResult(
                    new HeadsReference(new AttentionReference(rows, Steps, Steps, heads, keyHeads, width, width), 2, 2, 2)
                        .Run(given.X, given.Inputs[1], given.Inputs[1], given.Weights)),
            });

    public static Gen<ExtremeCase> EinsumDense { get; } = Gen.Select(Gen.Int[1, 3], Gen.Int[1, 5], ExtremeNumbers.Size, (rows, inner, units) =>
        new ExtremeCase(
            "EinsumDense", () => new EinsumDense("ab,bc->ac", units, biasAxes: "c"),
            new JsonObject { ["equation"] = "ab,bc->ac", ["output_shape"] = units, ["bias_axes"] = "c" }, [[rows, inner]],
            units < 1 ? Outcome.Refused : ExtremeCase.Judge((Int128)inner * units, (Int128)rows * units))
        {
            Reference = values => new ExtremeResult(LayerReference.Linear(values.X, values.Weights[0], values.Weights[1], inner, units)),
        });

    public static Gen<ExtremeCase> Dot { get; } = Gen.Select(Gen.Int[1, 3], ExtremeNumbers.Axis, (rows, axis) =>
        new ExtremeCase(
            "Dot", () => new Dot(axis), new JsonObject { ["axes"] = axis }, [[rows, 2], [rows, 2]],
            axis is 1 or -1 ? Outcome.Result : Outcome.Refused)
        {
            Reference = values => new ExtremeResult(
                [.. Enumerable.Range(0, rows).Select(row => values.X[2 * row] * values.Inputs[1][2 * row] + values.X[2 * row + 1] * values.Inputs[1][2 * row + 1])]),
        });

    private static Outcome Judge(int rows, int heads, int keyHeads, int width, int values, int window) =>
        heads < 1 || keyHeads < 1 || width < 1 || values < 1 || window < 1 ? Outcome.Refused
        : ExtremeCase.Judge(
            (Int128)Features * heads * width, (Int128)Features * heads * values, (Int128)rows * Steps * heads * width,
            (Int128)rows * Steps * heads * values);
}
