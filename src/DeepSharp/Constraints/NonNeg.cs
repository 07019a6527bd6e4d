namespace DeepSharp;

/// <summary>No negative values.</summary>
internal sealed record NonNeg : Constraint
{
    public override string ClassName => "NonNeg";

    public static Constraint Read(ConfigReader reader) => new NonNeg();

    public override void Project(Span<float> weight, Shape shape) => Projections.NotNegative(weight);
}
