namespace DeepSharp;

/// <summary>
/// What follows from the parameters of a record and is kept for speed, such as its op: it takes no part in equality.
/// </summary>
internal readonly struct Derived<T>(T value) : IEquatable<Derived<T>>
{
    /// <summary>What is kept.</summary>
    public T Value => value;

    public bool Equals(Derived<T> other) => true;

    public override bool Equals(object? obj) => obj is Derived<T>;

    public override int GetHashCode() => 0;
}
