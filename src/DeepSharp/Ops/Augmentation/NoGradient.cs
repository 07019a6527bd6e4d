namespace DeepSharp;

/// <summary>For ops whose result moves in steps, so that there is nothing to learn from.</summary>
internal static class NoGradient
{
    /// <exception cref="NotSupportedException">The gradient of the first input is wanted.</exception>
    public static void Require(Node node, string name)
    {
        if (!node.Needs(0)) return;
        throw new NotSupportedException(
            $"{name}: expected images that need no gradient, since there is none through it, but something before it is trained or " +
            "watched. Put it before all layers with weights, or call Ops.StopGradient on its input.");
    }
}
