using DeepSharp.Datasets;

namespace DeepSharp.Tests.Datasets;

public class SecureConnectionsTests
{
    private static readonly Uri s_secure = new("https://example.org/file.bin");

    [Fact]
    public void Where_OpenSSL_is_missing_a_download_is_refused_before_the_process_would_end()
    {
        var error = Assert.Throws<DatasetException>(() => SecureConnections.Require(s_secure, takesOpenSsl: true, _ => false));

        Assert.StartsWith(
            "https://example.org/file.bin could not be fetched: .NET takes OpenSSL (libssl) for https, and this system does not have it.",
            error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Systems_that_have_it_or_need_none_go_on()
    {
        SecureConnections.Require(s_secure, takesOpenSsl: true, name => name == "libssl.so.3");
        SecureConnections.Require(s_secure, takesOpenSsl: false, _ => false);
        SecureConnections.Require(new Uri("http://example.org/file.bin"), takesOpenSsl: true, _ => false);
    }
}
