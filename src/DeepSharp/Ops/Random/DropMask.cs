namespace DeepSharp;

/// <summary>The shape of what decides about dropping: 1 on axes that share it.</summary>
internal static class DropMask
{
    /// <summary>The shape for an input: its own where none is given, and its lengths where that says <see cref="Shape.Any"/>.</summary>
    /// <exception cref="ShapeException">The mask cannot be repeated over the input.</exception>
    public static Shape For(Shape? noiseShape, Shape input)
    {
        if (noiseShape is not { } mask) return input;
        bool fits = mask.Rank == input.Rank;
        for (int axis = 0; fits && axis < mask.Rank; axis++)
        {
            if (mask[axis] == Shape.Any) mask = mask.With(axis, input[axis]);
            fits = mask[axis] == 1 || mask[axis] == input[axis] || input[axis] == Shape.Any;
        }

        if (fits) return mask;
        throw new ShapeException(
            $"expected an input that a mask of shape {noiseShape} can be repeated over but got {input}. " +
            "Give noiseShape a length for each axis, the batch too: 1 to share the mask along it, Shape.Any for the length of the input.");
    }

    /// <summary>What kept values are multiplied by so that the mean stays; where all are dropped any number.</summary>
    public static float Scale(float rate) => rate < 1f ? 1f / (1f - rate) : 0f;

    /// <summary>Refuses lengths of 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is one.</exception>
    public static Shape? Require(string owner, Shape? noiseShape)
    {
        if (noiseShape is not { } noise || !noise.Contains(0)) return noiseShape;
        throw new ArgumentOutOfRangeException(
            nameof(noiseShape), $"{owner}: expected noiseShape with lengths of 1 or more, or Shape.Any, but got {noise}.");
    }
}
