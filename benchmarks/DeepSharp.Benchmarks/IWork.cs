namespace DeepSharp.Benchmarks;

/// <summary>A benchmark parameter that knows how much one call computes.</summary>
public interface IWork
{
    /// <summary>Additions and multiplications of a call.</summary>
    double Operations { get; }
}
