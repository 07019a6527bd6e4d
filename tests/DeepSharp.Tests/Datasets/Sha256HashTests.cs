using System.Security.Cryptography;
using System.Text;
using DeepSharp.Datasets;

namespace DeepSharp.Tests.Datasets;

public class Sha256HashTests
{
    // FIPS 180-4's examples, from NIST's "Cryptographic Standards and Guidelines: Example Values".
    [Theory]
    [InlineData("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData(
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
    public void Known_texts_have_their_hashes(string text, string hash) =>
        Assert.Equal(hash, Convert.ToHexStringLower(Sha256Hash.Of(new MemoryStream(Encoding.ASCII.GetBytes(text)))));

    [Fact]
    public void A_million_letters_have_their_hash()
    {
        byte[] letters = new byte[1_000_000];
        letters.AsSpan().Fill((byte)'a');

        string hash = Convert.ToHexStringLower(Sha256Hash.Of(new MemoryStream(letters)));

        Assert.Equal("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0", hash);
    }

    // Where .NET's is there, it says the same at every length around the ends of blocks and buffers.
    [Fact]
    public void Every_length_gives_what_the_cryptography_of_the_platform_gives()
    {
        byte[] bytes = new byte[2 * 65_536 + 130];
        new Random(3).NextBytes(bytes);
        foreach (int length in Enumerable.Range(0, 300).Concat(Enumerable.Range(65_400, 300)).Concat(Enumerable.Range(131_000, 200)))
        {
            byte[] want = SHA256.HashData(bytes.AsSpan(0, length));
            Assert.Equal(want, Sha256Hash.Of(new MemoryStream(bytes, 0, length)));
        }
    }
}
