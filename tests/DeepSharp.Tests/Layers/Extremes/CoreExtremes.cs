using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using DeepSharp.Layers;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Layers.Extremes;

/// <summary>Layers whose units or tables may be of any size.</summary>
internal static class CoreExtremes
{
    // Float labels count whole numbers up to here.
    private const int LargestId = 1 << 24;

    public static Gen<ExtremeCase> Dense { get; } = Gen.Select(Gen.Int[1, 3], Gen.Int[1, 5], ExtremeNumbers.Size, (rows, inner, units) =>
        new ExtremeCase(
            "Dense", () => new Dense(units), new JsonObject { ["units"] = units }, [[rows, inner]],
            units < 1 ? Outcome.Refused : ExtremeCase.Judge((Int128)inner * units, (Int128)rows * units))
        {
            Reference = values => new ExtremeResult(LayerReference.Linear(values.X, values.Weights[0], values.Weights[1], inner, units)),
        });

    public static Gen<ExtremeCase> Embedding { get; } = Gen.Select(
        Gen.Int[1, 3], Gen.Int[1, 4], ExtremeNumbers.Size, ExtremeNumbers.Size, (rows, steps, ids, width) =>
            new ExtremeCase(
                "Embedding", () => new Embedding(ids, width), new JsonObject { ["input_dim"] = ids, ["output_dim"] = width },
                [[rows, steps]],
                ids is < 1 or > LargestId || width < 1
                    ? Outcome.Refused
                    : ExtremeCase.Judge((Int128)ids * width, (Int128)rows * steps * width))
            {
                Ids = Math.Max(1, ids),
                Reference = values => new ExtremeResult(
                    [.. values.X.SelectMany(id => values.Weights[0].Skip((int)id * width).Take(width))]),
            });

    public static Gen<ExtremeCase> Hashing { get; } = Gen.Select(
        Gen.Int[1, 3], Gen.Int[1, 4], ExtremeNumbers.Size, (rows, steps, bins) =>
            new ExtremeCase(
                "Hashing", () => new Hashing(bins), new JsonObject { ["num_bins"] = bins }, [[rows, steps]],
                bins < 1 ? Outcome.Refused : bins > LargestId ? Outcome.Large : Outcome.Result)
            {
                Ids = 1000,
                Reference = values => new ExtremeResult(
                    [.. values.X.Select(id => (double)(FarmHash.Fingerprint64(Encoding.UTF8.GetBytes($"{(int)id}")) % (ulong)bins))]),
            });

    public static Gen<ExtremeCase> Lstm { get; } = Gen.Select(
        Gen.Int[1, 3], Gen.Int[1, 4], Gen.Int[1, 3], ExtremeNumbers.Size, Gen.Bool, (rows, steps, inputs, units, sequences) =>
            new ExtremeCase(
                "LSTM", () => new LSTM(units, returnSequences: sequences),
                new JsonObject { ["units"] = units, ["return_sequences"] = sequences }, [[rows, steps, inputs]],
                units < 1
                    ? Outcome.Refused
                    : Few(ExtremeCase.Judge((Int128)units * units * 4, (Int128)inputs * units * 4, (Int128)rows * steps * units), units))
            {
                Reference = values => new ExtremeResult(
                    new RecurrentReference(rows, steps, inputs, units) { Sequences = sequences }
                        .Run(values.X, values.Weights[0], values.Weights[1], values.Weights[2]).Output),
            });

    public static Gen<ExtremeCase> Gru { get; } = Gen.Select(
        Gen.Int[1, 3], Gen.Int[1, 4], Gen.Int[1, 3], ExtremeNumbers.Size, Gen.Bool, (rows, steps, inputs, units, after) =>
            new ExtremeCase(
                "GRU", () => new GRU(units, resetAfter: after),
                new JsonObject { ["units"] = units, ["reset_after"] = after }, [[rows, steps, inputs]],
                units < 1
                    ? Outcome.Refused
                    : Few(ExtremeCase.Judge((Int128)units * units * 3, (Int128)inputs * units * 3, (Int128)rows * steps * units), units))
            {
                Reference = values => new ExtremeResult(
                    new GruReference(rows, steps, inputs, units) { ResetAfter = after }
                        .Gru(values.X, values.Weights[0], values.Weights[1], values.Weights[2])),
            });

    public static Gen<ExtremeCase> SimpleRnn { get; } = Gen.Select(
        Gen.Int[1, 3], Gen.Int[1, 4], Gen.Int[1, 3], ExtremeNumbers.Size, (rows, steps, inputs, units) =>
            new ExtremeCase(
                "SimpleRNN", () => new SimpleRNN(units), new JsonObject { ["units"] = units }, [[rows, steps, inputs]],
                units < 1
                    ? Outcome.Refused
                    : Few(ExtremeCase.Judge((Int128)units * units, (Int128)inputs * units, (Int128)rows * steps * units), units))
            {
                Reference = values => new ExtremeResult(
                    new GruReference(rows, steps, inputs, units)
                        .SimpleRnn(values.X, values.Weights[0], values.Weights[1], values.Weights[2])),
            });

    // Orthogonal first values take time by the third power of the units.
    private static Outcome Few(Outcome outcome, int units) => outcome == Outcome.Result && units > 64 ? Outcome.Large : outcome;
}
