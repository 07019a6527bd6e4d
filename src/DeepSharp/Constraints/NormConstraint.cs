using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>A constraint for the norms of a weight over some axes.</summary>
internal abstract record NormConstraint : Constraint
{
    private readonly int[] _axes;

    private protected NormConstraint(IReadOnlyList<int> axes)
    {
        ArgumentNullException.ThrowIfNull(axes);
        _axes = [.. axes];
        if (_axes.Length == 0)
        {
            throw new ArgumentException(
                $"{ClassName}: expected one axis or more but got none. 0 suits the kernel of a Dense.", nameof(axes));
        }
    }

    /// <summary>The axes that a norm is taken over, as they were given.</summary>
    public IReadOnlyList<int> Axes => _axes;

    /// <summary>The smallest norm, the largest, and how much of the way a step goes.</summary>
    private protected abstract (float Least, float Most, float Rate) Limits { get; }

    public virtual bool Equals(NormConstraint? other) =>
        other is not null && EqualityContract == other.EqualityContract && _axes.AsSpan().SequenceEqual(other._axes);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(ClassName);
        foreach (int axis in _axes) hash.Add(axis);
        return hash.ToHashCode();
    }

    public sealed override void Project(Span<float> weight, Shape shape)
    {
        Shape norms = NormsOf(shape);
        (float least, float most, float rate) = Limits;
        Projections.LimitNorms(weight, shape, norms, least, most, rate);
    }

    internal sealed override void Check(Shape shape) => NormsOf(shape);

    protected override JsonObject GetConfig() => new()
    {
        ["axis"] = _axes is [int axis] ? JsonValue.Create(axis) : ConfigSchema.Ints(_axes),
    };

    /// <summary>The axes of a config: a number or a list.</summary>
    private protected static int[] ReadAxes(ConfigReader reader) => reader.OneOrMoreInts("axis", 0);

    /// <summary>A norm that was given, checked.</summary>
    private protected float Norm(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        OptionNumber.NotNegative(ClassName, value, name);

    private Shape NormsOf(Shape shape)
    {
        Shape norms = shape;
        uint seen = 0;
        foreach (int axis in _axes)
        {
            if (axis < -shape.Rank || axis >= shape.Rank) throw Unfit(shape, "axes of the weight");
            int position = axis < 0 ? axis + shape.Rank : axis;
            if ((seen >> position & 1) == 1) throw Unfit(shape, "different axes");
            seen |= 1u << position;
            norms = norms.With(position, 1);
        }

        return norms;
    }

    private ShapeException Unfit(Shape shape, string expected) => new(
        $"{ClassName}: expected {expected} but got ({string.Join(", ", _axes.Select(axis => $"{axis}"))}) for a weight of shape {shape}. " +
        $"Choose from {-shape.Rank} to {shape.Rank - 1}, each once.");
}
