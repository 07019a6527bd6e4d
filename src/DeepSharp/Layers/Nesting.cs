using System.Runtime.CompilerServices;

namespace DeepSharp;

/// <summary>
/// Layers inside layers are walked by methods that call themselves, however deep they lie: where the stack of the thread would be full,
/// which ends the process, the walk ends in words.
/// </summary>
internal static class Nesting
{
    /// <summary>To be called on each level.</summary>
    /// <exception cref="InvalidOperationException">The stack has no room for more levels.</exception>
    public static void RequireStack(Layer layer)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw Full(layer);
    }

    private static InvalidOperationException Full(Layer layer) => new(
        $"{LayerArguments.Describe(layer)}: expected layers nested no deeper than the stack of this thread has room for, but it is full. " +
        "Nest fewer models in each other, or use a thread with a larger stack: new Thread(work, maxStackSize: 256 << 20).");
}
