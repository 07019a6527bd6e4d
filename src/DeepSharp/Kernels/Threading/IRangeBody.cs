namespace DeepSharp.Kernels;

/// <summary>
/// The body of a parallel loop. A struct of pointers and numbers: the pool passes its address to the workers, so that
/// a loop allocates nothing.
/// </summary>
/// <remarks>What an index computes must not depend on the range it came in: the same bits for any number of threads hang on it.</remarks>
internal interface IRangeBody
{
    /// <summary>Does the work of the indices from <paramref name="start"/> to before <paramref name="end"/>.</summary>
    void Invoke(int start, int end);
}
