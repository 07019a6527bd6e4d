namespace DeepSharp;

/// <summary>What a graph consists of: a layer, or one of its inputs.</summary>
internal readonly record struct GraphMember(Layer? Layer, SymbolicTensor? Input);
