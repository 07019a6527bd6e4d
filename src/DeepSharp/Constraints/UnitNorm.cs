namespace DeepSharp;

/// <summary>Norms of 1.</summary>
internal sealed record UnitNorm : NormConstraint
{
    public UnitNorm(IReadOnlyList<int> axes)
        : base(axes)
    {
    }

    public override string ClassName => "UnitNorm";

    private protected override (float Least, float Most, float Rate) Limits => (1f, 1f, 1f);

    public static Constraint Read(ConfigReader reader) => new UnitNorm(ReadAxes(reader));
}
