namespace DeepSharp;

public sealed partial class Variable
{
    /// <summary>The penalty that the loss gets for this weight while it is trainable, if any.</summary>
    public Regularizer? Regularizer { get; internal set; }
}
