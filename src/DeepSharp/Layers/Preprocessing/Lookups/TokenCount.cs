namespace DeepSharp.Layers;

/// <summary>How often a token was there, in how many samples, and which was the last of them.</summary>
internal struct TokenCount
{
    public long Times;
    public long Documents;
    public long LastDocument;
}
