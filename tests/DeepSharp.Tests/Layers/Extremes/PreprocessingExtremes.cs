using System.Text.Json.Nodes;
using CsCheck;
using DeepSharp.Layers;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Layers.Extremes;

/// <summary>Layers for raw values, with bins and ids of any number.</summary>
internal static class PreprocessingExtremes
{
    private const int LargestId = 1 << 24;

    public static Gen<ExtremeCase> CategoryEncoding { get; } = Gen.Select(Gen.Int[1, 3], Gen.Int[1, 4], ExtremeNumbers.Size, (rows, steps, tokens) =>
        new ExtremeCase(
            "CategoryEncoding", () => new CategoryEncoding(tokens, "count"), new JsonObject { ["num_tokens"] = tokens, ["output_mode"] = "count" },
            [[rows, steps]], tokens < 1 ? Outcome.Refused : ExtremeCase.Judge((Int128)rows * tokens))
        {
            Ids = Math.Clamp(tokens, 1, LargestId),
            Reference = values => new ExtremeResult(
                [.. Enumerable.Range(0, rows * tokens).Select(i => (double)values.X[(i / tokens * steps)..((i / tokens + 1) * steps)].Count(id => id == i % tokens))]),
        });

    public static Gen<ExtremeCase> HashedCrossing { get; } = Gen.Select(Gen.Int[1, 3], ExtremeNumbers.Size, (rows, bins) =>
        new ExtremeCase(
            "HashedCrossing", () => new HashedCrossing(bins), new JsonObject { ["num_bins"] = bins }, [[rows, 1], [rows, 1]],
            bins < 1 ? Outcome.Refused : bins > LargestId ? Outcome.Large : Outcome.Result)
        {
            Ids = 1000,
            Reference = values => new ExtremeResult([.. Enumerable.Range(0, rows).Select(i => (double)(
                CrossReference.Hash([(ulong)(long)values.Inputs[0][i], (ulong)(long)values.Inputs[1][i]]) % (ulong)bins))]),
        });

    public static Gen<ExtremeCase> IntegerLookup { get; } = ExtremeNumbers.Size.Select(oov =>
        new ExtremeCase(
            "IntegerLookup", () => new IntegerLookup(numOovIndices: oov, vocabulary: [7]),
            new JsonObject { ["num_oov_indices"] = oov, ["vocabulary"] = new JsonArray(7) }, [[2, 30]],
            oov is < 1 or > LargestId - 1 ? Outcome.Refused : Outcome.Result)
        {
            Ids = 1000,
            Reference = values => new ExtremeResult([.. values.X.Select(id => id == 7 ? oov : id % oov)]),
        });

    public static Gen<ExtremeCase> MelSpectrogram { get; } = ExtremeNumbers.Size.Select(bands =>
        new ExtremeCase(
            "MelSpectrogram", () => new MelSpectrogram(4, 2, numMelBins: bands, powerToDb: false),
            new JsonObject { ["fft_length"] = 4, ["sequence_stride"] = 2, ["num_mel_bins"] = bands, ["power_to_db"] = false }, [[2, 9]],
            bands < 1 ? Outcome.Refused : ExtremeCase.Judge((Int128)3 * bands, (Int128)2 * 5 * bands))
        {
            Reference = values => new ExtremeResult(SpectrumReference.Mel(values.X, 2, 4, 2, bands, 16000, 20, 8000, 2)),
        });

    public static Gen<ExtremeCase> STFTSpectrogram { get; } = ExtremeNumbers.Size.Select(length =>
        new ExtremeCase(
            "STFTSpectrogram", () => new STFTSpectrogram("real", length), new JsonObject { ["mode"] = "real", ["frame_length"] = length },
            [[2, 9, 1]], length is < 2 or > 9 ? Outcome.Refused : Outcome.Result)
        {
            Reference = values => new ExtremeResult(SpectrumReference.Frames(values.X, 2, length, length / 2, values.Weights[0])),
        });
}
