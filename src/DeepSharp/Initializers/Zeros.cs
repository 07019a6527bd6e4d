namespace DeepSharp;

public abstract partial record Initializer
{
    /// <summary>All values 0.</summary>
    public static Initializer Zeros { get; } = new ZerosInitializer();
}

/// <summary>All values 0.</summary>
internal sealed record ZerosInitializer : Initializer
{
    public override string ClassName => "Zeros";

    protected override void Fill(Span<float> values, Shape shape, RandomStream random) => values.Clear();
}
