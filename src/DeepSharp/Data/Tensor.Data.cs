namespace DeepSharp;

public sealed partial class Tensor
{
    /// <summary>The tensor as training data. The memory of a step will be reused, so a tensor that lives in one is copied.</summary>
    internal DataArray ToDataArray() => _memory is null
        ? new DataArray<float>(_buffer, _offset, _shape, [])
        : new DataArray<float>(ToArray(), 0, _shape, []);
}
