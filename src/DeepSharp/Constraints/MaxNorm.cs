using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>Norms of at most a value.</summary>
internal sealed record MaxNorm : NormConstraint
{
    public MaxNorm(double maxValue, IReadOnlyList<int> axes)
        : base(axes) => MaxValue = Norm(maxValue);

    public override string ClassName => "MaxNorm";

    public float MaxValue { get; }

    private protected override (float Least, float Most, float Rate) Limits => (0f, MaxValue, 1f);

    public static Constraint Read(ConfigReader reader) => new MaxNorm(reader.Float("max_value", 2f), ReadAxes(reader));

    protected override JsonObject GetConfig()
    {
        JsonObject config = base.GetConfig();
        config["max_value"] = MaxValue;
        return config;
    }
}
