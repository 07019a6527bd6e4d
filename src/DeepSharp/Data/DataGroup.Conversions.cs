using System.Diagnostics.CodeAnalysis;
using System.Numerics.Tensors;

namespace DeepSharp;

// Conversions do not chain, so that each form of data that a DataArray takes is here once more.
public sealed partial class DataGroup
{
    /// <summary>One array.</summary>
    [return: NotNullIfNotNull(nameof(values))]
    public static implicit operator DataGroup?(DataArray? values) => values is null ? null : new DataGroup([values]);

    /// <summary>Views a tensor. One that lives in the memory of a training step is copied.</summary>
    [return: NotNullIfNotNull(nameof(values))]
    public static implicit operator DataGroup?(Tensor? values) => values is null ? null : new DataGroup([values]);

    /// <summary>Views an array as samples of one value each.</summary>
    public static implicit operator DataGroup(float[] values) => new([values]);

    /// <summary>Views an array, such as class labels, as samples of one value each.</summary>
    public static implicit operator DataGroup(int[] values) => new([values]);

    /// <summary>Views an array, such as class labels, as samples of one value each.</summary>
    public static implicit operator DataGroup(byte[] values) => new([values]);

    /// <summary>Copies a matrix, one sample a row.</summary>
    public static implicit operator DataGroup(float[,] values) => new([values]);

    /// <summary>Copies an array of rank 3, samples along its first axis.</summary>
    public static implicit operator DataGroup(float[,,] values) => new([values]);

    /// <summary>Copies an array of rank 4, such as images.</summary>
    public static implicit operator DataGroup(float[,,,] values) => new([values]);

    /// <summary>Copies a matrix, such as token ids, one sample a row.</summary>
    public static implicit operator DataGroup(int[,] values) => new([values]);

    /// <summary>Copies an array of rank 3, such as grey images.</summary>
    public static implicit operator DataGroup(byte[,,] values) => new([values]);

    /// <summary>Copies an array of rank 4, such as images.</summary>
    public static implicit operator DataGroup(byte[,,,] values) => new([values]);

    /// <summary>Copies a tensor of System.Numerics.Tensors, such as images.</summary>
    public static implicit operator DataGroup(Tensor<byte> values) => new([values]);

    /// <summary>Copies a tensor of System.Numerics.Tensors, such as labels.</summary>
    public static implicit operator DataGroup(Tensor<int> values) => new([values]);

    /// <summary>Copies a tensor of System.Numerics.Tensors.</summary>
    public static implicit operator DataGroup(Tensor<float> values) => new([values]);

    /// <summary>Several arrays in order.</summary>
    public static implicit operator DataGroup(DataArray[] arrays)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        return new DataGroup([.. arrays]);
    }

    /// <summary>Several tensors in order.</summary>
    public static implicit operator DataGroup(Tensor[] tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return OfEach(tensors, tensor => tensor);
    }

    /// <summary>Several arrays by name.</summary>
    public static implicit operator DataGroup(Dictionary<string, DataArray> arrays) => Create(arrays);

    /// <summary>Several tensors by name.</summary>
    public static implicit operator DataGroup(Dictionary<string, Tensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return OfEach(tensors.Values, tensor => tensor, tensors.Keys);
    }

    /// <summary>Two arrays in order.</summary>
    public static implicit operator DataGroup((DataArray First, DataArray Second) arrays) => new([arrays.First, arrays.Second]);

    /// <summary>Three arrays in order.</summary>
    public static implicit operator DataGroup((DataArray First, DataArray Second, DataArray Third) arrays) =>
        new([arrays.First, arrays.Second, arrays.Third]);

    /// <summary>Two tensors in order.</summary>
    public static implicit operator DataGroup((Tensor First, Tensor Second) tensors) =>
        OfEach<Tensor>([tensors.First, tensors.Second], tensor => tensor);

    /// <summary>Three tensors in order.</summary>
    public static implicit operator DataGroup((Tensor First, Tensor Second, Tensor Third) tensors) =>
        OfEach<Tensor>([tensors.First, tensors.Second, tensors.Third], tensor => tensor);
}
