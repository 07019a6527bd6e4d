namespace DeepSharp;

public abstract partial class Layer
{
    /// <summary>
    /// Whether a mask may begin in the layer or in one of its parts: surely not in those of the library that make none. What a class of
    /// one's own does in its <c>Call</c> cannot be told.
    /// </summary>
    internal virtual bool MayMakeMasks =>
        GetType().Module != typeof(Layer).Module || Parts.Any(part => part.MayMakeMasks);
}
