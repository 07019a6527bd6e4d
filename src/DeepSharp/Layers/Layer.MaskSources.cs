namespace DeepSharp;

public abstract partial class Layer
{
    /// <summary>
    /// Whether a mask may begin in the layer or in one of its parts: surely not in those of the library that make none. What a class of
    /// one's own does in its <c>Call</c> cannot be told.
    /// </summary>
    internal bool MayMakeMasks => MakesMasks || Array.Exists(FindParts(), part => part.MakesMasks);

    /// <summary>The same for the layer itself, without its parts.</summary>
    private protected virtual bool MakesMasks => GetType().Module != typeof(Layer).Module;
}
