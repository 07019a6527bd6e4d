namespace DeepSharp;

public abstract partial record Activation
{
    /// <summary>The identity: f(x) = x.</summary>
    public static Activation Linear { get; } = new LinearActivation();
}

/// <summary>f(x) = x.</summary>
internal sealed record LinearActivation : Activation
{
    public override string Name => "linear";

    public override Tensor Apply(Tensor x) => x;
}
