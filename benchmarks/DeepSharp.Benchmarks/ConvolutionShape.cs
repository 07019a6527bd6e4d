namespace DeepSharp.Benchmarks;

/// <summary>A 3x3 convolution of square images. Its three passes compute the same amount.</summary>
public sealed record ConvolutionShape(int Batch, int Size, int Channels, int Filters, bool Padded = false) : IWork
{
    // Multiplications with the padding are counted, as everybody does.
    public double Operations => 2.0 * Batch * OutSize * OutSize * 9 * Channels * Filters;

    private int OutSize => Padded ? Size : Size - 2;

    public override string ToString() => $"{Batch}x{Size}x{Size}x{Channels} to {Filters}{(Padded ? ", padded" : "")}";
}
