namespace DeepSharp;

/// <summary>Messages of exceptions as a part of other messages.</summary>
internal static class ErrorText
{
    /// <summary>
    /// The message without what .NET adds to it, <c>(Parameter 'name')</c>: that names an argument of a method that
    /// the reader never called.
    /// </summary>
    public static string Of(Exception error) => error is ArgumentException { ParamName: { Length: > 0 } parameter }
        ? error.Message.Replace($" (Parameter '{parameter}')", "", StringComparison.Ordinal)
        : error.Message;
}
