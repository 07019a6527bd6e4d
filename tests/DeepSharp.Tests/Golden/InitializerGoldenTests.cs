using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Golden;

public sealed class InitializerGoldenTests
{
    public static TheoryData<string> Cases => GoldenArea.Theory("initializers");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_are_distributed_as_in_Keras(string id)
    {
        GoldenCase golden = GoldenArea.Load("initializers").Open(id);
        JsonObject config = ConfigSchema.Wrap("keras.initializers", golden.Text("initializer"), golden.Object("args"));
        Initializer initializer = Initializer.FromConfig(config);
        Shape shape = Shape.Create([.. golden.List("shape").Select(length => (int)length!)]);

        if (golden["statistics"] is { } statistics) CheckStatistics(statistics, Draw(initializer, shape, (int)statistics["draws"]!));
        else Assert.Equal(golden.Tensor("exact").ToArray(), initializer.Create(shape).ToArray());

        if (golden["orthogonality"] is { } orthogonality) CheckOrthogonality(orthogonality, initializer.Create(shape, new RandomStream(3)));
        Assert.Equal(initializer, Initializer.FromConfig(initializer.ToConfig()));
        golden.AssertEverythingRead();
    }

    private static float[] Draw(Initializer initializer, Shape shape, int draws)
    {
        var random = new RandomStream(20250101);
        return [.. Enumerable.Range(0, draws).SelectMany(_ => initializer.Create(shape, random).ToArray())];
    }

    private static void CheckStatistics(JsonNode want, float[] values)
    {
        int count = values.Length;
        Assert.Equal((int)want["count"]!, count);
        double mean = values.Average(value => (double)value);
        double variance = values.Average(value => Math.Pow(value - mean, 2));
        double deviation = Math.Sqrt(variance);
        double kurtosis = values.Average(value => Math.Pow(value - mean, 4)) / (variance * variance);
        double share = values.Count(value => Math.Abs(value - mean) <= deviation) / (double)count;
        double wantShare = (double)want["share_within_1_std"]!;

        // Standard errors: of a mean σ/√n, of a standard deviation σ·√((kurtosis - 1)/4n), of a share √(p(1 - p)/n).
        Check("mean", (double)want["mean"]!, mean, deviation / Math.Sqrt(count));
        Check("standard deviation", (double)want["std"]!, deviation, deviation * Math.Sqrt((kurtosis - 1) / (4.0 * count)));
        Check("share within one standard deviation", wantShare, share, Math.Sqrt(wantShare * (1 - wantShare) / count));

        // The extremes of n uniform values lie range/n from the ends of their range. (Keras's cut normal values reach a little beyond
        // its cut.)
        if (kurtosis > 2) return;
        Check("minimum", (double)want["min"]!, values.Min(), deviation * Math.Sqrt(12) / count);
        Check("maximum", (double)want["max"]!, values.Max(), deviation * Math.Sqrt(12) / count);
    }

    private static void CheckOrthogonality(JsonNode want, Tensor matrix)
    {
        (int rows, int columns) = (matrix.Shape[0], matrix.Shape[1]);
        bool ofColumns = (string)want["gram_of"]! == "columns";
        (int vectors, int length) = ofColumns ? (columns, rows) : (rows, columns);
        double Element(int vector, int i) => ofColumns ? matrix[i, vector] : matrix[vector, i];
        for (int a = 0; a < vectors; a++)
        {
            for (int b = 0; b < vectors; b++)
            {
                double product = Enumerable.Range(0, length).Sum(i => Element(a, i) * Element(b, i));
                double expected = a == b ? Math.Round((double)want["gram_diagonal"]!, 5) : 0;
                Tolerance.Output.Check($"product of vectors {a} and {b}", expected, product);
            }
        }
    }

    private static void Check(string what, double want, double got, double standardError) =>
        Assert.True(
            Math.Abs(got - want) <= 5 * standardError,
            $"{what}: expected {want:G6} within 5 standard errors of {standardError:G3} but got {got:G6}.");
}
