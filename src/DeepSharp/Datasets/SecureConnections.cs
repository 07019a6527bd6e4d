using System.Runtime.InteropServices;

namespace DeepSharp.Datasets;

/// <summary>
/// Whether .NET can open connections by https: on Linux it takes OpenSSL for them, and where that is missing it ends the process, which
/// nothing can catch.
/// </summary>
internal static class SecureConnections
{
    // What .NET's own search tries. It takes a version of its own choice where the variable names one.
    private static readonly string[] s_names =
        ["libssl.so.3", "libssl.so.4", "libssl.so.1.1", "libssl.so.1.0.2", "libssl.so.1.0.0", "libssl.so.10"];

    /// <summary>Looks for OpenSSL where .NET would need it.</summary>
    /// <exception cref="DatasetException">It is missing; the message says what to do.</exception>
    public static void RequireFor(Uri address) => Require(address, OperatingSystem.IsLinux() || OperatingSystem.IsFreeBSD(), IsThere);

    /// <summary>The same on a system where <paramref name="isThere"/> tells which libraries are there.</summary>
    public static void Require(Uri address, bool takesOpenSsl, Func<string, bool> isThere)
    {
        if (address.Scheme != Uri.UriSchemeHttps || !takesOpenSsl) return;
        string? version = Environment.GetEnvironmentVariable("CLR_OPENSSL_VERSION_OVERRIDE");
        if (version is not null && isThere($"libssl.so.{version}") || Array.Exists(s_names, name => isThere(name))) return;
        throw new DatasetException(
            $"{address} could not be fetched: .NET takes OpenSSL (libssl) for https, and this system does not have it. " +
            "Install the package libssl3 (Debian, Ubuntu), openssl-libs (Fedora) or libssl3 (Alpine).");
    }

    private static bool IsThere(string library)
    {
        if (!NativeLibrary.TryLoad(library, out IntPtr handle)) return false;
        NativeLibrary.Free(handle);
        return true;
    }
}
