namespace DeepSharp.Datasets;

/// <summary>The folders where a dataset may lie.</summary>
/// <param name="Given">The folder that the caller names; nothing else is tried then.</param>
/// <param name="Configured">What the environment variable <see cref="Variable"/> says.</param>
/// <param name="Cache">The user's cache, where downloads go.</param>
internal sealed record DatasetPlaces(string? Given, string? Configured, string Cache)
{
    /// <summary>The environment variable that names a folder of datasets.</summary>
    public const string Variable = "DEEPSHARP_DATA";

    /// <summary>The places on this machine.</summary>
    public static DatasetPlaces OfThisMachine(string? folder) =>
        Of(folder, Environment.GetEnvironmentVariable, OperatingSystem.IsWindows());

    /// <summary>The places under given environment variables.</summary>
    public static DatasetPlaces Of(string? folder, Func<string, string?> environment, bool isWindows)
    {
        string? configured = environment(Variable);
        return new DatasetPlaces(folder, string.IsNullOrWhiteSpace(configured) ? null : configured, CacheFolder(environment, isWindows));
    }

    // XDG Base Directory Specification: $XDG_CACHE_HOME if it is absolute, else ~/.cache.
    private static string CacheFolder(Func<string, string?> environment, bool isWindows)
    {
        if (isWindows) return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "deepsharp");
        string? xdg = environment("XDG_CACHE_HOME");
        if (!string.IsNullOrEmpty(xdg) && Path.IsPathRooted(xdg)) return Path.Combine(xdg, "deepsharp");
        string? home = environment("HOME");
        if (string.IsNullOrEmpty(home)) home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return Path.Combine(string.IsNullOrEmpty(home) ? Path.GetTempPath() : home, ".cache", "deepsharp");
    }
}
