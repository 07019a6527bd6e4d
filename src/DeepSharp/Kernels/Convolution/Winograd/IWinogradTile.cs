namespace DeepSharp.Kernels;

/// <summary>
/// Winograd's minimal filtering of <see cref="Outputs"/> outputs of a kernel of three taps along one axis: y = Aᵀ · (G·g ⊙ Bᵀ·d), where d
/// are the <see cref="Outputs"/> + 2 inputs. Its transposition gives the gradient of the kernel: dg = Gᵀ · (A·dy ⊙ Bᵀ·d).
/// </summary>
/// <remarks>
/// Lavin and Gray 2015, sections 4.1 and 4.2. Each method transforms one register of channels along one axis; values lie a stride of floats
/// apart. Two axes in turn make the transform of a square.
/// </remarks>
internal unsafe interface IWinogradTile
{
    /// <summary>Outputs along an axis: 2 or 4.</summary>
    static abstract int Outputs { get; }

    /// <summary>Bᵀ: inputs to as many frequencies.</summary>
    static abstract void Input<TSimd>(float* from, nint fromStride, float* to, nint toStride) where TSimd : unmanaged, ISimd<TSimd>;

    /// <summary>G: three taps to frequencies.</summary>
    static abstract void Kernel<TSimd>(float* from, nint fromStride, float* to, nint toStride) where TSimd : unmanaged, ISimd<TSimd>;

    /// <summary>Aᵀ: frequencies to outputs.</summary>
    static abstract void Output<TSimd>(float* from, nint fromStride, float* to, nint toStride) where TSimd : unmanaged, ISimd<TSimd>;

    /// <summary>A: gradients of the outputs to frequencies.</summary>
    static abstract void OutputGradient<TSimd>(float* from, nint fromStride, float* to, nint toStride)
        where TSimd : unmanaged, ISimd<TSimd>;

    /// <summary>Gᵀ: frequencies to the gradients of three taps.</summary>
    static abstract void KernelGradient<TSimd>(float* from, nint fromStride, float* to, nint toStride)
        where TSimd : unmanaged, ISimd<TSimd>;
}
