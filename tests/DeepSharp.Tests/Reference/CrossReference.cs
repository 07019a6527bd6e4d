using System.Numerics;

namespace DeepSharp.Tests.Reference;

/// <summary>TensorFlow's hash of crossed features, step by step on whole numbers of any size.</summary>
internal static class CrossReference
{
    private static readonly BigInteger s_modulus = BigInteger.One << 64, s_factor = 0xC6A4A7935BD1E995;

    public static ulong Hash(IEnumerable<ulong> fingerprints)
    {
        BigInteger hash = 0xDECAFCAFFE;
        foreach (ulong fingerprint in fingerprints)
        {
            hash ^= s_factor;
            hash ^= Mixed(fingerprint * s_factor % s_modulus) * s_factor % s_modulus;
            hash = hash * s_factor % s_modulus;
            hash = Mixed(hash) * s_factor % s_modulus;
            hash = Mixed(hash);
        }

        return (ulong)hash;
    }

    private static BigInteger Mixed(BigInteger value) => value ^ (value >> 47);
}
