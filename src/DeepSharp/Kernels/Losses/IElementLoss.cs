namespace DeepSharp.Kernels;

/// <summary>A loss that compares a prediction with its target number by number, written once for every register width.</summary>
internal interface IElementLoss
{
    TSimd Value<TSimd>(TSimd target, TSimd prediction) where TSimd : unmanaged, ISimd<TSimd>;

    /// <summary>The derivative by the prediction.</summary>
    TSimd Derivative<TSimd>(TSimd target, TSimd prediction) where TSimd : unmanaged, ISimd<TSimd>;
}
