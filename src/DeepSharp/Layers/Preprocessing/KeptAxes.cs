namespace DeepSharp.Layers;

/// <summary>The axes along which statistics are kept apart, while those over all others are taken together.</summary>
internal sealed class KeptAxes(IReadOnlyList<int> axes)
{
    private readonly int[] _axes = [.. axes];
    private int[] _found = [];
    private Shape? _builtFor;

    /// <summary>As they were given.</summary>
    public ReadOnlySpan<int> All => _axes;

    /// <summary>The shape that statistics have in calls: that of the input, with 1 for the axes that are not kept.</summary>
    public Shape Broadcast { get; private set; }

    /// <summary>Whether the samples of a batch have statistics apart.</summary>
    public bool KeepsBatch => _builtFor is not null && _found.Contains(0);

    /// <summary>The axes of an input, in ascending order.</summary>
    /// <exception cref="ShapeException">It has no such axis, or one is there twice.</exception>
    public int[] In(Shape input)
    {
        var found = new int[_axes.Length];
        for (int i = 0; i < found.Length; i++) found[i] = input.NormalizeAxis(_axes[i]);
        Array.Sort(found);
        for (int i = 1; i < found.Length; i++)
        {
            if (found[i] == found[i - 1])
            {
                throw new ShapeException($"expected each axis once but axis {found[i]} of {input} is there twice.");
            }
        }

        return found;
    }

    /// <summary>The lengths of the kept axes.</summary>
    /// <exception cref="ShapeException">One is not known.</exception>
    public Shape LengthsIn(Shape input)
    {
        Shape lengths = [];
        foreach (int axis in In(input))
        {
            if (input[axis] == Shape.Any)
            {
                throw new ShapeException(
                    $"expected known lengths of the axes that are kept ({string.Join(", ", _axes)}) but axis {axis} of {input} has none. " +
                    "Give the layer before a fixed size, or keep other axes.");
            }

            lengths = lengths.Append(input[axis]);
        }

        return lengths;
    }

    /// <summary>Checks an input; once statistics are there, against what they are for.</summary>
    /// <exception cref="ShapeException">It has no such axes, or others.</exception>
    public void Require(Shape input)
    {
        if (_builtFor is not { } known)
        {
            _ = In(input);
            return;
        }

        bool fits = input.Rank == known.Rank;
        for (int i = 0; fits && i < _found.Length; i++) fits = input[_found[i]] == known[_found[i]] || input[_found[i]] == Shape.Any;
        if (!fits) throw new ShapeException($"was built for inputs of shape {known} but got {input}.");
    }

    /// <summary>From now on only inputs that fit this one are taken.</summary>
    public void BuildFor(Shape input)
    {
        _found = In(input);
        Shape broadcast = [];
        for (int i = 0; i < input.Rank; i++) broadcast = broadcast.Append(_found.Contains(i) ? input[i] : 1);
        (_builtFor, Broadcast) = (input, broadcast);
    }
}
