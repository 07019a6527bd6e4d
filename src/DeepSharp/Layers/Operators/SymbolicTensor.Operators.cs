namespace DeepSharp;

// Arithmetic that a model is to do, under NumPy's broadcasting. Every operator is a layer of the graph, named as in Keras: add, add_1, ...
public partial class SymbolicTensor
{
    /// <summary>Element-wise sum; shapes broadcast as in NumPy.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <example><code>SymbolicTensor residual = x + block.Apply(x);</code></example>
    public static SymbolicTensor operator +(SymbolicTensor left, SymbolicTensor right) => OperatorLayer.Apply("Add", left, right);

    /// <summary>Adds a number to every value.</summary>
    public static SymbolicTensor operator +(SymbolicTensor left, double right) => OperatorLayer.Apply("Add", left, right);

    /// <summary>Adds a number to every value.</summary>
    public static SymbolicTensor operator +(double left, SymbolicTensor right) => OperatorLayer.Apply("Add", left, right);

    /// <summary>Element-wise difference; shapes broadcast as in NumPy.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static SymbolicTensor operator -(SymbolicTensor left, SymbolicTensor right) => OperatorLayer.Apply("Subtract", left, right);

    /// <summary>Takes a number from every value.</summary>
    public static SymbolicTensor operator -(SymbolicTensor left, double right) => OperatorLayer.Apply("Subtract", left, right);

    /// <summary>A number minus every value.</summary>
    public static SymbolicTensor operator -(double left, SymbolicTensor right) => OperatorLayer.Apply("Subtract", left, right);

    /// <summary>Element-wise product; shapes broadcast as in NumPy.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <example><code>SymbolicTensor gated = features * gate.Apply(features);</code></example>
    public static SymbolicTensor operator *(SymbolicTensor left, SymbolicTensor right) => OperatorLayer.Apply("Multiply", left, right);

    /// <summary>Multiplies every value by a number.</summary>
    public static SymbolicTensor operator *(SymbolicTensor left, double right) => OperatorLayer.Apply("Multiply", left, right);

    /// <summary>Multiplies every value by a number.</summary>
    public static SymbolicTensor operator *(double left, SymbolicTensor right) => OperatorLayer.Apply("Multiply", left, right);

    /// <summary>Element-wise quotient; shapes broadcast as in NumPy. Division by zero gives ±∞ or NaN.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static SymbolicTensor operator /(SymbolicTensor left, SymbolicTensor right) => OperatorLayer.Apply("Divide", left, right);

    /// <summary>Divides every value by a number.</summary>
    public static SymbolicTensor operator /(SymbolicTensor left, double right) => OperatorLayer.Apply("Divide", left, right);

    /// <summary>A number divided by every value.</summary>
    public static SymbolicTensor operator /(double left, SymbolicTensor right) => OperatorLayer.Apply("Divide", left, right);

    /// <summary>Every value with the opposite sign.</summary>
    public static SymbolicTensor operator -(SymbolicTensor value) => OperatorLayer.Apply("Negative", value);

    /// <summary>0 where a value is a number, else 1: such as the mask of ids of which one is padding.</summary>
    /// <example><code>SymbolicTensor last = lstm.ApplyMasked(vectors, ids.NotEqualTo(0));</code></example>
    public SymbolicTensor NotEqualTo(double other) => OperatorLayer.Apply("NotEqual", this, other);
}
