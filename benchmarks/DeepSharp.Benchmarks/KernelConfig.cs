using BenchmarkDotNet.Configs;

namespace DeepSharp.Benchmarks;

/// <summary>The columns of a kernel's table.</summary>
public sealed class KernelConfig : ManualConfig
{
    public KernelConfig() => AddColumn(new GigaflopsColumn());
}
