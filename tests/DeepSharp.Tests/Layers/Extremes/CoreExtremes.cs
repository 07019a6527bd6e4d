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

    public static Gen<ExtremeCase> Embedding { get; } = Table("Embedding", (ids, width) => new Embedding(ids, width));

    public static Gen<ExtremeCase> ReversibleEmbedding { get; } =
        Table("ReversibleEmbedding", (ids, width) => new ReversibleEmbedding(ids, width));

    private static Gen<ExtremeCase> Table(string name, Func<int, int, Layer> create) => Gen.Select(
        Gen.Int[1, 3], Gen.Int[1, 4], ExtremeNumbers.Size, ExtremeNumbers.Size, (rows, steps, ids, width) =>
            new ExtremeCase(
                name, () => create(ids, width), new JsonObject { ["input_dim"] = ids, ["output_dim"] = width },
                [[rows, steps]],
                ids is < 1 or > LargestId || width < 1
                    ? Outcome.Refused
                    : ExtremeCase.Judge((Int128)ids * width, (Int128)rows * steps * width))
            {
                Ids = Math.Max(1, ids),
                Reference = values => new ExtremeResult(
                    [.. values.X.SelectMany(id => values.Weights[0].Skip((int)id * width).Take(width))]),
            });

    public static Gen<ExtremeCase> LayerScale { get; } = Gen.Select(Gen.Int[1, 3], Gen.Int[1, 4], ExtremeNumbers.Size, (rows, features, dim) =>
        new ExtremeCase(
            "LayerScale", () => new LayerScale(0.5, dim), new JsonObject { ["init_values"] = 0.5, ["projection_dim"] = dim }, [[rows, features]],
            dim == features || dim == 1 ? Outcome.Result : Outcome.Refused)
        {
            Reference = values => new ExtremeResult([.. values.X.Select((x, i) => x * values.Weights[0][i % features % dim])]),
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
}
