namespace DeepSharp.Kernels;

/// <summary>
/// What a register tile computes: C[r, j] (+)= Σ over segments, Σ over k of A[r·ARowStride + k·ADepthStride] · B[k·BDepthStride + j],
/// for up to <see cref="RegisterTile.Rows{TSimd}"/> rows r and exactly two registers of columns j. Strides and offsets count floats.
/// </summary>
/// <remarks>
/// A matrix product has one segment; a convolution has one for each kernel row (or tap) and reads the image in place.
/// With ARowStride 1 the tile multiplies by the transpose of A.
/// </remarks>
internal unsafe struct TileTask
{
    public float* A;
    public nint ARowStride;
    public nint ADepthStride;

    public float* B;
    public nint BDepthStride;

    public float* C;
    public nint CRowStride;

    /// <summary>Where each run of <see cref="Depth"/> products starts, relative to <see cref="A"/> and <see cref="B"/>.</summary>
    public TileSegment* Segments;
    public int SegmentCount;

    /// <summary>Products a segment.</summary>
    public int Depth;

    /// <summary>Add to C instead of overwriting it.</summary>
    public bool Accumulate;
}

/// <summary>One run of contiguous depth: offsets in floats from the A and B of a <see cref="TileTask"/>.</summary>
internal struct TileSegment(nint aOffset, nint bOffset)
{
    public nint AOffset = aOffset;
    public nint BOffset = bOffset;
}
