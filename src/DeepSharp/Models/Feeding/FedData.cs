using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>Makes the tensors of a batch of data that layers have to work on first.</summary>
/// <param name="split">The layers.</param>
/// <param name="data">In the order of the model's inputs.</param>
internal sealed class FedData(GraphSplit split, DataArray[] data)
{
    /// <summary>For each tensor that is fed the array that it is made of as it is; null where a layer comes first.</summary>
    public IEnumerable<DataArray?> Plain => split.FedPlaces.Select(place => place < data.Length ? data[place] : null);

    /// <summary>Puts the others among the tensors of a batch: over those of the batch before, where they have the same shape.</summary>
    public void Fill(ReadOnlySpan<int> samples, Tensor[] tensors)
    {
        var batch = new DataArray[data.Length];
        for (int i = 0; i < batch.Length; i++) batch[i] = data[i].Gather(samples);
        DataArray[] made = split.Plan.Run(batch);
        for (int i = 0; i < tensors.Length; i++)
        {
            if (split.FedPlaces[i] < data.Length) continue;
            DataArray array = made[split.FedPlaces[i]];
            if (tensors[i] is null || tensors[i].Shape != array.Shape) tensors[i] = Tensor.KeepZeros(array.Shape);
            array.CopyRange(0, array.Count, tensors[i].Span);
            if (array.ElementType == typeof(float)) VanishingKernels.Flush(tensors[i].Span);
        }
    }
}
