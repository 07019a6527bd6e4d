namespace DeepSharp.Datasets;

/// <summary>
/// Whether .NET can open connections by https: on Linux it takes OpenSSL for them, and where that is missing it ends the process, which
/// nothing can catch.
/// </summary>
internal static class SecureConnections
{
    private const string Library = "libssl.so*";

    // Where the loaders of glibc and musl look. Distributions without these folders keep libraries in a store.
    private static readonly string[] s_folders = ["/lib", "/usr/lib", "/lib64", "/usr/lib64", "/usr/local/lib", "/usr/local/lib64"];
    private static readonly string[] s_stores = ["/nix/store", "/gnu/store"];

    /// <summary>Looks for OpenSSL if .NET would need it.</summary>
    /// <exception cref="DatasetException">It is missing; the message says what to do.</exception>
    public static void RequireFor(Uri address)
    {
        if (OperatingSystem.IsLinux()) Require(address, "/", Environment.GetEnvironmentVariable("LD_LIBRARY_PATH"));
    }

    /// <summary>The same on a system whose files are below <paramref name="root"/>.</summary>
    public static void Require(Uri address, string root, string? libraryPath)
    {
        if (address.Scheme != Uri.UriSchemeHttps || HasLibrary(root, libraryPath)) return;
        throw new DatasetException(
            $"{address} could not be fetched: .NET takes OpenSSL (libssl) for https, and this system does not have it. " +
            "Install the package libssl3 (Debian, Ubuntu, Alpine) or openssl-libs (Fedora).");
    }

    // In doubt it is there: that someone gets no data is worse than what was always so.
    private static bool HasLibrary(string root, string? libraryPath)
    {
        string Below(string path) => Path.Join(root, path);
        try
        {
            if (s_stores.Any(store => Directory.Exists(Below(store)))) return true;
            string cache = Below("/etc/ld.so.cache");
            if (File.Exists(cache) && File.ReadAllBytes(cache).AsSpan().IndexOf("libssl.so"u8) >= 0) return true;
            string[] given = libraryPath?.Split(':', StringSplitOptions.RemoveEmptyEntries) ?? [];
            return s_folders.Select(Below).Concat(given).Where(Directory.Exists).Any(folder =>
                Directory.EnumerateFiles(folder, Library).Any()
                || Directory.EnumerateDirectories(folder, "*-linux-*").Any(inner => Directory.EnumerateFiles(inner, Library).Any()));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
