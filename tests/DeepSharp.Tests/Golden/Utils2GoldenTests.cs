using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Golden;

/// <summary>What <c>keras.utils</c> makes of plain lists.</summary>
public sealed class Utils2GoldenTests
{
    public static TheoryData<string> Cases => GoldenArea.Theory("utils2");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Results_are_those_of_Keras(string id)
    {
        GoldenCase golden = GoldenArea.Load("utils2").Open(id);
        JsonNode given = Assert.Single(golden.List("args"))!;
        JsonObject options = golden.Object("kwargs");
        Tensor got = golden.Text("function") switch
        {
            "to_categorical" => Utils.ToCategorical(Data(given), (int?)options["num_classes"]),
            "normalize" => Utils.Normalize(Data(given).ToTensor(), (int?)options["axis"] ?? -1, (double?)options["order"] ?? 2),
            "pad_sequences" => Padded(given.AsArray(), options).ToTensor(),
            string other => throw new NotSupportedException(other),
        };
        Tolerance.Output.Check(id, golden.Tensor("output"), got);
        golden.AssertEverythingRead();
    }

    private static DataArray Data(JsonNode list)
    {
        JsonArray rows = list.AsArray();
        float[] values = [.. rows.SelectMany(row => row is JsonArray several ? several.Select(value => (float)value!) : [(float)row!])];
        return DataArray.From(values, rows[0] is JsonArray first ? [rows.Count, first.Count] : [rows.Count]);
    }

    private static DataArray Padded(JsonArray sequences, JsonObject options)
    {
        int? maxlen = (int?)options["maxlen"];
        string padding = (string?)options["padding"] ?? "pre", truncating = (string?)options["truncating"] ?? "pre";
        if ((string?)options["dtype"] == "float32")
        {
            float[][] numbers = [.. sequences.Select(sequence => sequence!.AsArray().Select(value => (float)value!).ToArray())];
            return Utils.PadSequences(numbers, maxlen, padding, truncating, (float?)options["value"] ?? 0);
        }

        int[][] ids = [.. sequences.Select(sequence => sequence!.AsArray().Select(value => (int)value!).ToArray())];
        return Utils.PadSequences(ids, maxlen, padding, truncating, (int?)options["value"] ?? 0);
    }
}
