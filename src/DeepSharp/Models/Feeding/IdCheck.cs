using System.Globalization;
using DeepSharp.Layers;

namespace DeepSharp;

/// <summary>
/// Looks for ids that an embedding does not have before the first step: one would be told of in the batch that has it, after others have
/// changed the weights. Where layers work on the data first, all of it goes through them once, and what they refuse shows too.
/// </summary>
internal static class IdCheck
{
    private const int SamplesOfPiece = 1024;

    /// <exception cref="ArgumentException">There is such an id, or a layer that works on data refuses a value.</exception>
    public static void Run(Model model, string method, ModelData data)
    {
        if (data.Split is { } split)
        {
            Run(split, method, data);
            return;
        }

        for (int i = 0; i < data.X.Length; i++)
        {
            foreach (Embedding table in InputTables.Of(model, i)) Check(table, method, data.X[i], 0, data.X.Length > 1 ? $"x[{i}]" : "x");
        }
    }

    private static void Run(GraphSplit split, string method, ModelData data)
    {
        Embedding[][] tables = [.. split.FedPlaces.Select((_, i) => InputTables.Of(split.Steps, i).ToArray())];
        for (int start = 0; start < data.Count; start += SamplesOfPiece)
        {
            DataArray[] piece = [.. data.X.Select(array => array.Slice(start, Math.Min(SamplesOfPiece, data.Count - start)))];
            DataArray[] made;
            try
            {
                made = split.Plan.Run(piece);
            }
            catch (ValueException exception) when (exception.NameBatch(method))
            {
                throw;
            }

            for (int i = 0; i < tables.Length; i++)
            {
                DataArray fed = made[split.FedPlaces[i]];
                fed.RequireNumbers($"{method}, '{split.Steps.Inputs[i].Name}'");
                foreach (Embedding table in tables[i]) Check(table, method, fed, start, $"'{split.Steps.Inputs[i].Name}'");
            }
        }
    }

    private static void Check(Embedding table, string method, DataArray ids, int start, string what)
    {
        if (TargetScan.First(ids, values => ValueChecks.FirstInvalidLabel(values, table.InputDim)) is not { } invalid) return;
        throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
            $"{method}: expected ids that are whole numbers from 0 to {table.InputDim - 1} for {LayerArguments.Describe(table)} but " +
            $"sample {start + invalid.Sample} of {what} has {invalid.Value}. Correct the ids, or give an inputDim that holds them."));
    }
}
