namespace DeepSharp.Datasets;

/// <summary>A file on the web whose contents are known beforehand.</summary>
/// <param name="Address">Where it lies.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hexadecimal.</param>
internal sealed record RemoteFile(Uri Address, long Size, string Sha256)
{
    /// <summary>The last part of the address.</summary>
    public string Name => Path.GetFileName(Address.AbsolutePath);

    /// <summary>Says what is wrong with a copy, or null if it is right.</summary>
    public string? Mismatch(Stream copy)
    {
        if (copy.Length != Size) return $"it has {copy.Length:N0} bytes instead of {Size:N0}";
        copy.Position = 0;
        string actual = Convert.ToHexStringLower(Sha256Hash.Of(copy));
        return actual == Sha256 ? null : $"its SHA-256 is {actual} instead of {Sha256}";
    }
}
