using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>A convolution as predictions keep it: its sizes, and kernel and bias in memory that does not move.</summary>
internal sealed class KeptConvolution(SlidingWindow window, int groups, FusedActivation activation)
{
    private ArraySegment<float> _bias = ArraySegment<float>.Empty;
    private ArraySegment<float> _plain = ArraySegment<float>.Empty;
    private PackedKernel? _packed;

    /// <summary>Size, strides, dilation and padding.</summary>
    public SlidingWindow Window => window;

    /// <summary>Channels of the output.</summary>
    public int Filters => _bias.Count;

    /// <summary>What is applied to the sums.</summary>
    public FusedActivation Activation => activation;

    /// <summary>The kernel if it is one of single pixels; else null.</summary>
    public PackedKernel? Packed => _packed;

    /// <summary>The kernel if it is not packed.</summary>
    public Tensor? Kernel { get; private set; }

    /// <summary>The bias.</summary>
    public Tensor? Bias { get; private set; }

    /// <summary>Takes over a kernel and a bias; what was there before is overwritten.</summary>
    public void Keep(Tensor kernel, Tensor bias, bool pack)
    {
        Bias = Copy(bias, Bias, ref _bias);
        if (pack) (_packed ??= new PackedKernel()).Pack(kernel);
        else Kernel = Copy(kernel, Kernel, ref _plain);
    }

    /// <summary>The stage for images of a shape; the batch is left aside.</summary>
    public unsafe BandStage StageFor(Shape input) => new()
    {
        Image = window.Geometry([1, input[1], input[2], input[3]], Filters, groups),
        Kernel = _packed is null ? AlignedArray.Address(_plain) : _packed.Address,
        IsPacked = _packed is not null,
        Bias = AlignedArray.Address(_bias),
        Activation = activation,
    };

    private static Tensor Copy(Tensor source, Tensor? kept, ref ArraySegment<float> memory)
    {
        if (kept is null || kept.Shape != source.Shape)
        {
            memory = AlignedArray.KeepPinned<float>(source.Size);
            kept = new Tensor(memory, source.Shape);
        }

        source.Values.CopyTo(kept.Values);
        return kept;
    }
}
