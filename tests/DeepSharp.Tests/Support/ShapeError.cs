namespace DeepSharp.Tests;

/// <summary>The message of the <see cref="ShapeException"/> that a computation must end with.</summary>
public static class ShapeError
{
    public static string Of(Func<object?> computation) => Of(() => { computation(); });

    public static string Of(Action action) => Assert.Throws<ShapeException>(action).Message;
}
