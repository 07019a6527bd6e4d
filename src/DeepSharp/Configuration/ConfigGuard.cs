using System.Runtime.CompilerServices;

namespace DeepSharp;

/// <summary>
/// The door through which every config is read: whatever goes wrong behind it comes out as one of the exceptions that are documented. A
/// config may come from anywhere, and the functions that programs register may throw anything.
/// </summary>
internal static class ConfigGuard
{
    /// <summary>Makes something from a config.</summary>
    /// <param name="what">What is made, for the message: <c>layer</c>.</param>
    /// <param name="read">Makes it.</param>
    /// <exception cref="FormatException">The config is none, or is nested too deeply to be read on this thread.</exception>
    /// <exception cref="ArgumentException">A class is unknown, or a value makes no sense.</exception>
    /// <exception cref="NotSupportedException">The config asks for what does not exist here.</exception>
    public static T Read<T>(string what, Func<T> read)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new FormatException(
                $"{what}: the config is nested too deeply for the stack of this thread. Use a thread with a larger one.");
        }

        try
        {
            return read();
        }
        catch (Exception error) when (error is not (FormatException or ArgumentException or NotSupportedException or OutOfMemoryException))
        {
            throw new FormatException($"{what}: the config cannot be read: {error.Message}", error);
        }
    }
}
