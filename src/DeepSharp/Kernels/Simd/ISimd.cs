namespace DeepSharp.Kernels;

/// <summary>
/// A register of floats of one width. Kernels are written once over this interface and instantiated for 512, 256 and 128 bits;
/// <see cref="F1"/> is the same expression for a single float, which makes the tail of every loop agree with its body.
/// </summary>
/// <remarks>
/// Comparisons give a mask whose lanes are all ones or all zeros, for <see cref="Select"/> and the bit operators alone.
/// A kernel asks <see cref="IsSupported"/>, a constant for the JIT, in exactly one place.
/// </remarks>
internal unsafe interface ISimd<TSelf> where TSelf : unmanaged, ISimd<TSelf>
{
    static abstract bool IsSupported { get; }

    /// <summary>Floats in the register: 16, 8, 4 or 1.</summary>
    static abstract int Width { get; }

    static abstract TSelf Zero { get; }

    static abstract TSelf Load(float* source);

    static abstract void Store(TSelf value, float* destination);

    /// <summary>
    /// Stores past the caches, to an address aligned to the register's size; <see cref="Streaming.Fence"/> has to follow.
    /// </summary>
    static abstract void StoreStreaming(TSelf value, float* destination);

    static abstract TSelf Splat(float value);

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);

    static abstract TSelf operator /(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf value);

    static abstract TSelf operator &(TSelf left, TSelf right);

    static abstract TSelf operator |(TSelf left, TSelf right);

    /// <summary>left * right + addend, in one rounding where the hardware has it.</summary>
    // MultiplyAddEstimate, not FusedMultiplyAdd: the latter is emulated in software without FMA hardware.
    static abstract TSelf MultiplyAdd(TSelf left, TSelf right, TSelf addend);

    /// <summary>sum += left * right, as <see cref="MultiplyAdd"/>; for sums that stay in registers through a loop.</summary>
    // Written straight into the sum's register. Of `sum = MultiplyAdd(left, right, sum)` the JIT often makes a product in a factor's
    // register and a move into the sum's, as a copy of the struct stands between the two.
    static abstract void AddProduct(ref TSelf sum, TSelf left, TSelf right);

    /// <summary>The larger value; NaN if either is NaN.</summary>
    static abstract TSelf Max(TSelf left, TSelf right);

    /// <summary>The smaller value; NaN if either is NaN.</summary>
    static abstract TSelf Min(TSelf left, TSelf right);

    static abstract TSelf Abs(TSelf value);

    static abstract TSelf Sqrt(TSelf value);

    /// <summary>The value, or the bound that it is beyond; NaN stays NaN.</summary>
    static abstract TSelf Clamp(TSelf value, TSelf minimum, TSelf maximum);

    /// <summary>The larger of both; NaN where the value is NaN.</summary>
    static abstract TSelf AtLeast(TSelf value, TSelf bound);

    /// <summary>0 where the value is subnormal; all else, infinity and NaN too, as it is.</summary>
    static abstract TSelf Flush(TSelf value);

    /// <summary>0 where the magnitude is at most the bound, which is not negative; all else, infinity and NaN too, as it is.</summary>
    // A comparison of bits: one of floats may itself be slow where an operand is subnormal.
    static abstract TSelf Cut(TSelf value, TSelf bound);

    /// <summary>value · 2ⁿ in one rounding, for whole n from −250 to 250.</summary>
    static abstract TSelf Scale(TSelf value, TSelf n);

    /// <summary>value · 2ⁿ, for whole n, where both are normal and finite. NaN stays NaN where n is NaN too.</summary>
    static abstract TSelf ScaleNormal(TSelf value, TSelf n);

    /// <summary>The m of value = m·2ⁿ with √½ ≤ m &lt; √2, for positive, finite, normal values; anything for others.</summary>
    static abstract TSelf Split(TSelf value, out TSelf n);

    /// <summary>left to the power of right, as <see cref="MathF.Pow"/> has it. Slow.</summary>
    static abstract TSelf Pow(TSelf left, TSelf right);

    static abstract TSelf GreaterThan(TSelf left, TSelf right);

    static abstract TSelf GreaterThanOrEqual(TSelf left, TSelf right);

    static abstract TSelf Equal(TSelf left, TSelf right);

    /// <summary><paramref name="whenTrue"/> where the mask is set, <paramref name="whenFalse"/> elsewhere.</summary>
    static abstract TSelf Select(TSelf mask, TSelf whenTrue, TSelf whenFalse);

    /// <summary>The largest lane; NaN if there is one.</summary>
    static abstract float Largest(TSelf value);

    /// <summary>Sum over the lanes, always in the same order.</summary>
    static abstract float Sum(TSelf value);
}
