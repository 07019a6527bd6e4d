using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>
/// What the values of a weight have to meet after every step of training: <c>Constraint.MaxNorm(3)</c>, or by Keras's name,
/// <c>"max_norm"</c>.
/// </summary>
/// <remarks>
/// <para>Constraints are immutable values: two with the same parameters are equal. An optimizer applies them at the end of its step, to
/// the weights that had a gradient; the first values, and those that a program sets, stay as they are.</para>
/// <para>A custom one is a record that overrides <see cref="ClassName"/> and <see cref="Project"/>.</para>
/// </remarks>
/// <example><code>
/// new Dense(64, kernelConstraint: Constraint.MaxNorm(3), biasConstraint: "non_neg")
///
/// sealed record Whole : Constraint
/// {
///     public override string ClassName => "Whole";
///     public override void Project(Span&lt;float&gt; weight, Shape shape) => TensorPrimitives.Round(weight, weight);
/// }
/// </code></example>
public abstract record Constraint
{
    /// <summary>Keras's class name, such as <c>MaxNorm</c>.</summary>
    public abstract string ClassName { get; }

    /// <summary>
    /// The constraint that a Keras name stands for (<c>max_norm</c>, <c>min_max_norm</c>, <c>non_neg</c>, <c>unit_norm</c>), with Keras's
    /// defaults.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such constraint; the message lists those that exist.</exception>
    public static implicit operator Constraint(string name) => ConstraintTable.Classes.Named(name);

    /// <summary>Keeps each norm at <paramref name="maxValue"/> or below.</summary>
    /// <param name="maxValue">The largest norm, 0 or more.</param>
    /// <param name="axis">
    /// The axis that a norm is taken over; negative numbers count from the end. 0 gives one for each unit of a <c>Dense</c>.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The norm is negative or not finite.</exception>
    /// <example><code>new Dense(64, kernelConstraint: Constraint.MaxNorm(3))</code></example>
    public static Constraint MaxNorm(double maxValue = 2, int axis = 0) => new MaxNorm(maxValue, [axis]);

    /// <summary>The same, with a norm over several axes together.</summary>
    /// <param name="maxValue">The largest norm, 0 or more.</param>
    /// <param name="axes">The axes; <c>[0, 1, 2]</c> gives one norm for each filter of a <c>Conv2D</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The norm is negative or not finite.</exception>
    /// <exception cref="ArgumentException">There are no axes.</exception>
    /// <example><code>new Conv2D(32, 3, kernelConstraint: Constraint.MaxNorm(2, [0, 1, 2]))</code></example>
    public static Constraint MaxNorm(double maxValue, IReadOnlyList<int> axes) => new MaxNorm(maxValue, axes);

    /// <summary>Sets negative values to 0.</summary>
    /// <example><code>new Dense(1, kernelConstraint: Constraint.NonNeg())</code></example>
    public static Constraint NonNeg() => new NonNeg();

    /// <summary>Makes each norm 1.</summary>
    /// <param name="axis">The axis that a norm is taken over; negative numbers count from the end.</param>
    public static Constraint UnitNorm(int axis = 0) => new UnitNorm([axis]);

    /// <summary>The same, with a norm over several axes together.</summary>
    /// <param name="axes">The axes; <c>[0, 1, 2]</c> gives one norm for each filter of a <c>Conv2D</c>.</param>
    /// <exception cref="ArgumentException">There are no axes.</exception>
    public static Constraint UnitNorm(IReadOnlyList<int> axes) => new UnitNorm(axes);

    /// <summary>Moves each norm towards the range from <paramref name="minValue"/> to <paramref name="maxValue"/>.</summary>
    /// <param name="minValue">The smallest norm, 0 or more.</param>
    /// <param name="maxValue">The largest norm, at least the smallest.</param>
    /// <param name="rate">
    /// How much of the way a step goes, 0 to 1: the new norm is (1 - rate)·norm + rate·(the nearest in the range).
    /// </param>
    /// <param name="axis">The axis that a norm is taken over; negative numbers count from the end.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <example><code>new Dense(64, kernelConstraint: Constraint.MinMaxNorm(0.5, 1, rate: 0.5))</code></example>
    public static Constraint MinMaxNorm(double minValue = 0, double maxValue = 1, double rate = 1, int axis = 0) =>
        new MinMaxNorm(minValue, maxValue, rate, [axis]);

    /// <summary>The same, with a norm over several axes together.</summary>
    /// <param name="minValue">The smallest norm, 0 or more.</param>
    /// <param name="maxValue">The largest norm, at least the smallest.</param>
    /// <param name="rate">How much of the way a step goes, 0 to 1.</param>
    /// <param name="axes">The axes; <c>[0, 1, 2]</c> gives one norm for each filter of a <c>Conv2D</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentException">There are no axes.</exception>
    public static Constraint MinMaxNorm(double minValue, double maxValue, double rate, IReadOnlyList<int> axes) =>
        new MinMaxNorm(minValue, maxValue, rate, axes);

    /// <summary>Changes the values of a weight, in place, to ones that meet the constraint.</summary>
    /// <param name="weight">All values, row-major.</param>
    /// <param name="shape">The lengths of the weight's axes.</param>
    /// <exception cref="ShapeException">The constraint does not fit such a shape.</exception>
    public abstract void Project(Span<float> weight, Shape shape);

    /// <summary>The values that meet the constraint, in a new tensor.</summary>
    /// <param name="weight">Stays as it is.</param>
    /// <exception cref="ShapeException">The constraint does not fit such a shape.</exception>
    public Tensor Apply(Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        Tensor projected = weight.Clone();
        Project(projected.Span, projected.Shape);
        return projected;
    }

    /// <summary>Keras's object schema: module, class_name, config.</summary>
    public JsonObject ToConfig() => ConstraintTable.Classes.Wrap("keras.constraints", ClassName, this, GetConfig());

    /// <summary>Reads what <see cref="ToConfig"/> wrote, or what Keras did; also a bare name.</summary>
    /// <exception cref="ArgumentException">There is no such constraint.</exception>
    /// <exception cref="FormatException">The config does not fit the constraint.</exception>
    public static Constraint FromConfig(JsonNode config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (ConfigSchema.NameIn(config) is { } name) return name;
        return ConstraintTable.Classes.Read(config);
    }

    /// <summary>Reads a constraint from a layer's config; null if there is none.</summary>
    internal static Constraint? Read(ConfigReader reader, string key) => reader.Node(key) is { } node ? FromConfig(node) : null;

    /// <summary>Checks, before training, that the constraint fits a weight.</summary>
    /// <exception cref="ShapeException">It does not.</exception>
    internal virtual void Check(Shape shape)
    {
    }

    /// <summary>All parameters, in Keras's names.</summary>
    protected virtual JsonObject GetConfig() => [];
}
