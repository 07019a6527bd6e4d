using System.Collections.Concurrent;

namespace DeepSharp;

/// <summary>
/// Which classes are the library's: those of this assembly, and those that side packages registered under Keras's names. Of others only
/// the program knows what they do.
/// </summary>
internal static class LibraryClasses
{
    private static readonly ConcurrentDictionary<Type, bool> s_registered = new();

    /// <summary>Counts a class of another assembly among the library's.</summary>
    public static void Add(Type type) => s_registered[type] = true;

    /// <summary>Whether a class is the library's or a side package's.</summary>
    public static bool Contains(Type type) => IsOfAssembly(type) || s_registered.ContainsKey(type);

    /// <summary>Whether a class is of this assembly, whose code may rely on what no other can see.</summary>
    public static bool IsOfAssembly(Type type) => type.Module == typeof(LibraryClasses).Module;
}
