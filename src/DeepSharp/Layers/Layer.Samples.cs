namespace DeepSharp;

public abstract partial class Layer
{
    /// <summary>
    /// Whether each sample of a batch is surely computed by itself, without random numbers and without anything that is kept or added to
    /// the loss: several batches may then be computed as one.
    /// </summary>
    /// <param name="training">Whether the layer acts as in training.</param>
    internal virtual bool TakesSamplesApart(bool training) => false;

    /// <summary>
    /// Whether outputs of so many inputs are surely new tensors that neither show values of an input nor remember one: an input that nobody
    /// else reads then gives its memory to others.
    /// </summary>
    internal virtual bool MakesNew(int inputs) => false;

    /// <summary>Whether an activation is one of the library's, which look at no other sample.</summary>
    private protected static bool IsKnown(Activation activation) => LibraryClasses.Contains(activation.GetType());
}
