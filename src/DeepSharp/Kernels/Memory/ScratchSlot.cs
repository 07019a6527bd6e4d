namespace DeepSharp.Kernels;

/// <summary>The uses of scratch memory that may be alive on one thread at the same time.</summary>
internal enum ScratchSlot
{
    /// <summary>The left operand, packed by the thread that multiplies with it.</summary>
    PackedLeft,

    /// <summary>The right operand or the kernel of a convolution, packed by the caller and read by all workers.</summary>
    PackedRight,

    /// <summary>An image with its border of zeros.</summary>
    PaddedImage,

    /// <summary>The part of a kernel that lies on the images, or its gradient.</summary>
    KeptTaps,

    /// <summary>A tile whose columns do not all exist.</summary>
    EdgeTile,

    /// <summary>Sums of one block of images or rows, added up in block order.</summary>
    PartialSums,

    /// <summary>Offsets of the segments of a tile.</summary>
    Segments,

    /// <summary>A second temporary of the caller.</summary>
    Temporary,

    /// <summary>Products of elements before they are summed, or a short row repeated.</summary>
    Products,

    /// <summary>Sums over some axes while others still wait to be summed.</summary>
    AxisSums,

    /// <summary>The sums of all gates of some units at one step of a recurrence.</summary>
    GateSums,

    /// <summary>The packed weights of a recurrence, read by all workers at all steps.</summary>
    RecurrentPanels,

    /// <summary>What a recurrence keeps from step to step, and the gradients of its gates.</summary>
    RecurrentSteps,

    /// <summary>The output of a convolution that is pooled at once.</summary>
    Convolved,

    /// <summary>Frequencies of one block of a convolution by Winograd's method.</summary>
    Winograd,

    /// <summary>Operands of a sum over products in the order of matrices.</summary>
    Einsum,

    /// <summary>Operands and blocks of one head of an attention.</summary>
    Attention,

    /// <summary>Transformed sources of a convolution by Winograd's method, written by all workers before all read them.</summary>
    WinogradSources,

    /// <summary>Sums of each channel of one sample while it is normalized in groups.</summary>
    GroupSums,

    /// <summary>Values and spectra of two rows, in doubles.</summary>
    Fourier,
    /// <summary>Rows between the first and the second of several convolutions.</summary>
    FirstBand,

    /// <summary>Rows between the second and the third.</summary>
    SecondBand,

    Count,
}
