using System.Globalization;

namespace DeepSharp.Datasets;

/// <summary>How far a download has come.</summary>
/// <param name="FileName">The file that is fetched.</param>
/// <param name="BytesReceived">Bytes had so far, those of an earlier attempt included.</param>
/// <param name="TotalBytes">Bytes of the whole file.</param>
/// <example><code>Cifar10.Load(progress: new Progress&lt;DownloadProgress&gt;(p =&gt; Console.Write($"\r{p}")));</code></example>
public readonly record struct DownloadProgress(string FileName, long BytesReceived, long TotalBytes)
{
    /// <summary>From 0 to 1.</summary>
    public double Fraction => TotalBytes == 0 ? 1.0 : (double)BytesReceived / TotalBytes;

    /// <summary>For example <c>cifar-10-binary.tar.gz: 12.5 of 170.1 MB (7%)</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{FileName}: {BytesReceived / 1e6:F1} of {TotalBytes / 1e6:F1} MB ({Math.Floor(Fraction * 100):F0}%)");
}
