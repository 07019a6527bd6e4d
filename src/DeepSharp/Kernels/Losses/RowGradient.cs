using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>The gradient of a sample's loss by its values, for the lanes that start at an index.</summary>
internal interface IRowGradient
{
    TSimd At<TSimd>(nint index) where TSimd : unmanaged, ISimd<TSimd>;
}

/// <summary>Writes or adds the gradient of one sample.</summary>
internal static unsafe class RowGradient
{
    public static void Write<TGradient>(TGradient gradient, float* target, int length, bool accumulate)
        where TGradient : unmanaged, IRowGradient
    {
        int i = 0;
        if (F512.IsSupported) i = Run<F512, TGradient>(gradient, target, i, length, accumulate);
        if (F256.IsSupported) i = Run<F256, TGradient>(gradient, target, i, length, accumulate);
        if (F128.IsSupported) i = Run<F128, TGradient>(gradient, target, i, length, accumulate);
        Run<F1, TGradient>(gradient, target, i, length, accumulate);
    }

    /// <summary>
    /// Whether a row has no part in the loss, whose gradient there is 0: it then gets zeros, whatever values it has. 0 times
    /// NaN would be NaN.
    /// </summary>
    public static bool IsLeftOut(float lossGradient, float* target, int length, bool accumulate)
    {
        if (lossGradient != 0f) return false;
        if (!accumulate) new Span<float>(target, length).Clear();
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Run<TSimd, TGradient>(TGradient gradient, float* target, int i, int end, bool accumulate)
        where TSimd : unmanaged, ISimd<TSimd>
        where TGradient : unmanaged, IRowGradient
    {
        if (accumulate)
        {
            for (; i + TSimd.Width <= end; i += TSimd.Width)
            {
                TSimd.Store(TSimd.Flush(gradient.At<TSimd>(i) + TSimd.Load(target + i)), target + i);
            }

            return i;
        }

        for (; i + TSimd.Width <= end; i += TSimd.Width) TSimd.Store(TSimd.Flush(gradient.At<TSimd>(i)), target + i);
        return i;
    }
}
