namespace DeepSharp;

/// <summary>A custom class was to compute something and does not override <c>Call</c>.</summary>
internal sealed class MissingCallException(Layer layer, string message) : InvalidOperationException(message)
{
    public Layer Layer => layer;
}
