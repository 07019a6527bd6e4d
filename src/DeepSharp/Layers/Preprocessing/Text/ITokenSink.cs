namespace DeepSharp.Layers;

/// <summary>What is done with the tokens of a text, one after the other. The characters are only lent.</summary>
internal interface ITokenSink
{
    void Add(ReadOnlySpan<char> token);
}
