using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Reports;

namespace DeepSharp.Benchmarks;

/// <summary>The columns of a kernel's table.</summary>
public sealed class KernelConfig : ManualConfig
{
    public KernelConfig()
    {
        AddColumn(new GigaflopsColumn());
        SummaryStyle = SummaryStyle.Default.WithMaxParameterColumnWidth(40);
    }
}
