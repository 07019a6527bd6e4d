using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>Settings of the library for the whole process.</summary>
public static partial class DeepSharpRuntime
{
    /// <summary>
    /// Threads that kernels compute with, the calling one included: 1 to 1024, at first one for each processor. Results do not depend
    /// on it, bit for bit.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1 or above 1024.</exception>
    /// <example><code>DeepSharpRuntime.Threads = 2;</code></example>
    public static int Threads
    {
        get => WorkerPool.Threads;
        set => WorkerPool.Threads = value;
    }
}
