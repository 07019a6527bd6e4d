namespace DeepSharp;

/// <summary>The output of a layer in a model that is being described: it has a shape and no values.</summary>
/// <remarks>
/// It starts with an <see cref="Input"/>; every layer applied to it gives the next one, and <c>new Model(inputs, outputs)</c> makes a
/// model of all that lies between. Operators describe arithmetic: <c>x + y</c>, <c>2 * x</c>.
/// </remarks>
/// <example><code>
/// var image = new Input([28, 28, 1]);
/// SymbolicTensor x = new Conv2D(16, 3, activation: "relu").Apply(image);
/// SymbolicTensor y = new Conv2D(16, 3, padding: "same").Apply(x);
/// var model = new Model(image, new Flatten().Apply(x + y));
/// </code></example>
public partial class SymbolicTensor
{
    private protected SymbolicTensor(Shape shape, DType dtype, string name) => (Shape, DType, Name) = (shape, dtype, name);

    internal SymbolicTensor(Shape shape, DType dtype, LayerCall origin, int index)
        : this(shape, dtype, origin.Layer.Name) => (Origin, Index) = (origin, index);

    /// <summary>The lengths of the axes, batch first; <see cref="Shape.Any"/> where one is not known.</summary>
    public Shape Shape { get; }

    /// <summary>
    /// What the values are: of a mask <c>bool</c>, of ids often <c>int32</c>. All but strings are computed as 32-bit floats.
    /// </summary>
    public DType DType { get; internal set; }

    /// <summary>The name of the layer that it comes from, or of the input.</summary>
    public string Name { get; }

    /// <summary>The call of a layer that it comes from; null for an <see cref="Input"/>.</summary>
    public LayerCall? Origin { get; }

    /// <summary>Whether it is there as data when a batch is fed: an input, or what layers that work on data make of it.</summary>
    internal bool IsData => Origin is null || Origin.Layer.WorksOnData;

    /// <summary>Which of the outputs of that call it is.</summary>
    public int Index { get; }

    /// <summary>Name and shape: <c>conv2d (None, 26, 26, 16)</c>.</summary>
    public override string ToString() => $"{Name} {Shape}";
}
