using System.Text.Json.Nodes;
using CsCheck;
using DeepSharp.Layers;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Layers.Extremes;

/// <summary>Layers of a window that slides over sequences: to the reference images of one row.</summary>
internal static class SequenceWindowExtremes
{
    private sealed record Arguments(int Size, int Strides, int Dilation, string Padding)
    {
        public bool AreAllowed => Size >= 1 && Strides >= 1 && Dilation >= 1 && (Strides == 1 || Dilation == 1);

        public LayerReference.Window Window => new(1, Size, 1, Strides, 1, Dilation, Padding == "same", Padding == "causal");

        public JsonObject Config(string sizeName) => new()
        {
            [sizeName] = new JsonArray(Size),
            ["strides"] = new JsonArray(Strides),
            ["padding"] = Padding,
        };

        public Outcome Judge(Shape sequences, Int128 kernel, Int128 channels)
        {
            long steps = Window.Positions(ImagesOf(sequences)).Columns;
            return steps < 1 ? Outcome.Refused : ExtremeCase.Judge(kernel, (Int128)sequences[0] * steps * channels);
        }
    }

    private static readonly Gen<Shape> s_sequences = Gen.Select(
        Gen.Int[1, 2], ExtremeNumbers.Length, Gen.Int[1, 4], (batch, steps, channels) => Shape.Create([batch, steps, channels]));

    private static readonly Gen<Arguments> s_pools = Gen.Select(
        ExtremeNumbers.Size, ExtremeNumbers.Size, ExtremeNumbers.OneOf("valid", "same"), (size, strides, padding) =>
            new Arguments(size, strides, 1, padding));

    private static readonly Gen<Arguments> s_kernels = Gen.Select(
        ExtremeNumbers.Size, ExtremeNumbers.Step, ExtremeNumbers.Step, ExtremeNumbers.OneOf("valid", "same", "causal"), Gen.Int[0, 2],
        (size, strides, dilation, padding, only) => new Arguments(size, only == 1 ? 1 : strides, only == 0 ? 1 : dilation, padding));

    public static Gen<ExtremeCase> MaxPooling1D { get; } = Gen.Select(s_pools, s_sequences, (a, sequences) =>
        new ExtremeCase(
            "MaxPooling1D", () => new MaxPooling1D(a.Size, a.Strides, a.Padding), a.Config("pool_size"), [sequences],
            a.AreAllowed ? a.Judge(sequences, 0, sequences[2]) : Outcome.Refused)
        {
            Reference = values => new ExtremeResult(
                LayerReference.MaxPool(ImagesOf(sequences), values.X, a.Window),
                LayerReference.MaxPoolGradient(ImagesOf(sequences), values.X, values.OutputGradient, a.Window)),
        });

    public static Gen<ExtremeCase> AveragePooling1D { get; } = Gen.Select(s_pools, s_sequences, (a, sequences) =>
        new ExtremeCase(
            "AveragePooling1D", () => new AveragePooling1D(a.Size, a.Strides, a.Padding), a.Config("pool_size"), [sequences],
            a.AreAllowed ? a.Judge(sequences, 0, sequences[2]) : Outcome.Refused)
        {
            Reference = values => new ExtremeResult(
                LayerReference.AveragePool(ImagesOf(sequences), values.X, a.Window),
                LayerReference.AveragePoolGradient(ImagesOf(sequences), values.X, values.OutputGradient, a.Window)),
        });

    public static Gen<ExtremeCase> Conv1D { get; } = Gen.Select(
        s_kernels, s_sequences, ExtremeNumbers.Size, Gen.Frequency((5, Gen.Const(1)), (1, ExtremeNumbers.Size)),
        (a, sequences, filters, groups) =>
        {
            JsonObject config = a.Config("kernel_size");
            (config["dilation_rate"], config["filters"], config["groups"]) = (new JsonArray(a.Dilation), filters, groups);
            bool isAllowed = a.AreAllowed && filters >= 1 && groups >= 1 && filters % groups == 0 && sequences[2] % groups == 0;
            Int128 kernel = (Int128)a.Size * (isAllowed ? sequences[2] / groups : 1) * filters;
            return new ExtremeCase(
                "Conv1D", () => new Conv1D(filters, a.Size, a.Strides, a.Padding, dilationRate: a.Dilation, groups: groups), config, [sequences],
                isAllowed ? a.Judge(sequences, kernel, filters) : Outcome.Refused)
            {
                Reference = values => WindowExtremes.Convolution(values, ImagesOf(sequences), filters, a.Window, groups),
            };
        });

    private static LayerReference.Images ImagesOf(Shape sequences) => new(sequences[0], 1, sequences[1], sequences[2]);
}
