using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>Norms that come nearer to a range with every step.</summary>
internal sealed record MinMaxNorm : NormConstraint
{
    public MinMaxNorm(double minValue, double maxValue, double rate, IReadOnlyList<int> axes)
        : base(axes)
    {
        (MinValue, MaxValue) = (Norm(minValue), Norm(maxValue));
        if (MinValue > MaxValue)
        {
            throw new ArgumentOutOfRangeException(
                nameof(minValue), $"{ClassName}: expected minValue to be at most maxValue, {MaxValue}, but got {MinValue}.");
        }

        Rate = OptionNumber.Share(ClassName, rate);
    }

    public override string ClassName => "MinMaxNorm";

    public float MinValue { get; }

    public float MaxValue { get; }

    public float Rate { get; }

    private protected override (float Least, float Most, float Rate) Limits => (MinValue, MaxValue, Rate);

    public static Constraint Read(ConfigReader reader) => new MinMaxNorm(
        reader.Float("min_value", 0f), reader.Float("max_value", 1f), reader.Float("rate", 1f), ReadAxes(reader));

    protected override JsonObject GetConfig()
    {
        JsonObject config = base.GetConfig();
        config["min_value"] = MinValue;
        config["max_value"] = MaxValue;
        config["rate"] = Rate;
        return config;
    }
}
