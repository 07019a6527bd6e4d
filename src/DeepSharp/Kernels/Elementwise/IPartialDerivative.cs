using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>The derivative of a binary function by one of its operands.</summary>
internal interface IPartialDerivative
{
    TSimd Invoke<TSimd>(TSimd a, TSimd b, TSimd y) where TSimd : unmanaged, ISimd<TSimd>;
}

/// <summary>∂f/∂a</summary>
internal readonly struct LeftDerivative<TFunction>(TFunction function) : IPartialDerivative where TFunction : unmanaged, IBinaryGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd a, TSimd b, TSimd y) where TSimd : unmanaged, ISimd<TSimd> => function.Left(a, b, y);
}

/// <summary>∂f/∂b</summary>
internal readonly struct RightDerivative<TFunction>(TFunction function) : IPartialDerivative where TFunction : unmanaged, IBinaryGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd a, TSimd b, TSimd y) where TSimd : unmanaged, ISimd<TSimd> => function.Right(a, b, y);
}
