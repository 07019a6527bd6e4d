namespace DeepSharp;

public abstract partial class Layer
{
    /// <summary>
    /// Whether a mask may begin in the layer or in one of its parts: surely not in those of the library that make none. What a custom
    /// class does in its <c>Call</c> cannot be told.
    /// </summary>
    internal bool MayMakeMasks => MakesMasks || Array.Exists(FindParts(), part => part.MakesMasks);

    /// <summary>
    /// Whether a mask may begin in the layer itself, without its parts, not only be handed on. Where none begins, the values of targets are
    /// checked before training.
    /// </summary>
    /// <remarks>
    /// Of a class of a program's own true unless it says otherwise; of the library's, and those that
    /// <see cref="ModelFile.RegisterKeras{T}"/> made known, false unless they do.
    /// </remarks>
    protected virtual bool MakesMasks => !LibraryClasses.Contains(GetType());
}
