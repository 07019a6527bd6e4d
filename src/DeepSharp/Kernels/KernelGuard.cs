using System.Diagnostics.CodeAnalysis;

namespace DeepSharp.Kernels;

/// <summary>Length checks at the door of a kernel. Shapes were validated above; a failure here is a mistake inside the library.</summary>
internal static class KernelGuard
{
    public static void SameLength(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        if (x.Length != y.Length) ThrowLength(x.Length, y.Length);
    }

    public static void Exactly(ReadOnlySpan<float> x, long length)
    {
        if (x.Length != length) ThrowLength(x.Length, length);
    }

    public static void AtLeast(ReadOnlySpan<float> x, long length)
    {
        if (x.Length < length) ThrowLength(x.Length, length);
    }

    [DoesNotReturn]
    private static void ThrowLength(long got, long expected) =>
        throw new ArgumentException($"A kernel expected {expected} values but got {got}.");
}
