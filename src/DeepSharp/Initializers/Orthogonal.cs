using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial record Initializer
{
    /// <summary>
    /// A random orthogonal matrix: its rows, or its columns if there are more rows, are perpendicular and of length
    /// <paramref name="gain"/>.
    /// </summary>
    /// <param name="gain">Multiplies the matrix.</param>
    /// <param name="seed">For the same values each time; null for the process's stream.</param>
    /// <exception cref="ArgumentOutOfRangeException">The gain is not finite.</exception>
    public static Initializer Orthogonal(double gain = 1, int? seed = null) =>
        new OrthogonalInitializer(OptionNumber.Finite("Orthogonal", gain), seed);
}

/// <summary>A random orthogonal matrix; all axes but the last count as rows. Saxe et al. 2014.</summary>
internal sealed record OrthogonalInitializer(float Gain, long? OwnSeed) : Initializer
{
    public override string ClassName => "Orthogonal";

    protected override long? Seed => OwnSeed;

    public static Initializer Read(ConfigReader reader) =>
        new OrthogonalInitializer(OptionNumber.Finite("Orthogonal", reader.Float("gain", 1f), "gain"), reader.OptionalLong("seed"));

    protected override void Fill(Span<float> values, Shape shape, RandomStream random)
    {
        if (shape.Rank < 2)
        {
            throw new ShapeException($"Orthogonal: expected a weight of rank 2 or more but got {shape}. Use another initializer.");
        }

        if (values.IsEmpty) return;
        int columns = shape[^1];
        int rows = values.Length / columns;
        bool isWide = columns > rows;
        (int count, int length) = isWide ? (rows, columns) : (columns, rows);

        float[] basis = new float[values.Length];
        random.FillNormal(basis, 0f, 1f);
        BlockGramSchmidt.Orthonormalize(basis, count, length);
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
            {
                values[r * columns + c] = Gain * (isWide ? basis[r * length + c] : basis[c * length + r]);
            }
        }
    }

    protected override JsonObject GetConfig() => new() { ["gain"] = Gain, ["seed"] = OwnSeed };
}
