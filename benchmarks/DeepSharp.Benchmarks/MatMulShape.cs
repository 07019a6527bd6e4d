namespace DeepSharp.Benchmarks;

/// <summary>A product of a rows by inner matrix with an inner by columns one, either of which may be stored transposed.</summary>
public sealed record MatMulShape(int Rows, int Inner, int Columns, bool TransposeA = false, bool TransposeB = false) : IWork
{
    public double Operations => 2.0 * Rows * Inner * Columns;

    public override string ToString() => $"{Rows}x{Inner}{(TransposeA ? "'" : "")} {Inner}x{Columns}{(TransposeB ? "'" : "")}";
}
