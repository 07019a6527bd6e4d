namespace DeepSharp;

public sealed partial class Variable
{
    /// <summary>What the values have to meet after every step of an optimizer that changes them, if anything.</summary>
    /// <exception cref="ShapeException">The constraint does not fit the shape of the variable.</exception>
    /// <example><code>var weight = new Variable(Tensor.Ones([4, 2]), "weight") { Constraint = Constraint.NonNeg() };</code></example>
    public Constraint? Constraint
    {
        get;
        set
        {
            value?.Check(Shape);
            field = value;
        }
    }
}
