namespace DeepSharp.Datasets;

/// <summary>A dataset could not be had or read: the message says what was tried, where, and what to do.</summary>
public sealed class DatasetException : IOException
{
    private const int LongestName = 100;

    /// <summary>Makes an exception without a message.</summary>
    public DatasetException()
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    public DatasetException(string? message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and a cause.</summary>
    public DatasetException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Whether there is a copy, but not one that can be used; false where there is none and none could be fetched.</summary>
    public bool IsDamaged { get; private init; }

    /// <summary>A name from an archive as messages show it: its beginning, if it is long, and no control characters.</summary>
    internal static string Shown(string name)
    {
        string start = name.Length > LongestName ? name[..LongestName] + "..." : name;
        return string.Create(start.Length, start, (shown, text) =>
        {
            for (int i = 0; i < shown.Length; i++) shown[i] = char.IsControl(text[i]) ? '?' : text[i];
        });
    }

    /// <summary>The exception for a copy, at <paramref name="where"/>, that is not what it should be.</summary>
    internal static DatasetException Damaged(string where, string what, Exception? cause = null) =>
        new($"{where}: {what} Get a fresh copy of the dataset.", cause) { IsDamaged = true };
}
