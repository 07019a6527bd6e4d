namespace DeepSharp;

/// <summary>
/// What to write where data lacks an axis: tensors and <c>DataArray</c> have <c>Reshape</c>, arrays of .NET are converted.
/// </summary>
internal static class ReshapeAdvice
{
    /// <summary><c>e.g. x.Reshape([8, 1]).</c></summary>
    public static string ForTensor(string shape) => $"e.g. x.Reshape({shape}).";

    /// <summary>The same where the batch is open: x may be anything that <c>Fit</c> takes, or a model is being described.</summary>
    /// <param name="shape">Of all samples.</param>
    /// <param name="sample">Of one.</param>
    public static string ForData(string shape, string sample) =>
        $"e.g. x.Reshape({shape}), or ((DataArray)x).Reshape({shape}) for an array. In a model, put new Reshape({sample}) in front.";
}
