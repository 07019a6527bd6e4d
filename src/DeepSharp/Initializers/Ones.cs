namespace DeepSharp;

public abstract partial record Initializer
{
    /// <summary>All values 1.</summary>
    public static Initializer Ones { get; } = new OnesInitializer();
}

/// <summary>All values 1.</summary>
internal sealed record OnesInitializer : Initializer
{
    public override string ClassName => "Ones";

    protected override void Fill(Span<float> values, Shape shape, RandomStream random) => values.Fill(1f);
}
