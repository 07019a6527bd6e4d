using DeepSharp.Datasets;

namespace DeepSharp.Tests.Datasets;

public sealed class SecureConnectionsTests : IDisposable
{
    private static readonly Uri s_secure = new("https://example.org/file.bin");

    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Where_OpenSSL_is_missing_a_download_is_refused_before_the_process_would_end()
    {
        Put("usr/lib/libc.so.6");

        var error = Assert.Throws<DatasetException>(() => SecureConnections.Require(s_secure, _root.Path, libraryPath: null));

        Assert.StartsWith(
            "https://example.org/file.bin could not be fetched: .NET takes OpenSSL (libssl) for https, and this system does not have it.",
            error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("usr/lib/x86_64-linux-gnu/libssl.so.3")]
    [InlineData("lib64/libssl.so.1.1")]
    [InlineData("nix/store/some")]
    public void Where_it_is_there_or_may_be_the_download_goes_on(string file)
    {
        Put(file);
        SecureConnections.Require(s_secure, _root.Path, libraryPath: null);
    }

    [Fact]
    public void The_folders_of_the_loader_count()
    {
        Put("opt/libssl.so.3");
        SecureConnections.Require(s_secure, _root.Path, libraryPath: $"/nowhere:{_root["opt"]}");
    }

    [Fact]
    public void What_is_not_encrypted_needs_nothing() =>
        SecureConnections.Require(new Uri("http://example.org/file.bin"), _root.Path, libraryPath: null);

    private void Put(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_root[file])!);
        File.WriteAllBytes(_root[file], []);
    }
}
