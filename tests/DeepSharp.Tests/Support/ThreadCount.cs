namespace DeepSharp.Tests;

/// <summary>Sets the number of compute threads for one test.</summary>
public sealed class ThreadCount : IDisposable
{
    private readonly int _before = DeepSharpRuntime.Threads;

    public ThreadCount(int threads) => DeepSharpRuntime.Threads = threads;

    public void Dispose() => DeepSharpRuntime.Threads = _before;
}
