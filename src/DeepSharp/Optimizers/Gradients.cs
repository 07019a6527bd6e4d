using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>The variables of a step with their gradients, in tensors or on a tape.</summary>
internal readonly ref struct Gradients(IReadOnlyList<Variable> variables, IReadOnlyList<Tensor?>? tensors, Tape? tape)
{
    private readonly IReadOnlyList<Variable> _variables = variables;
    private readonly IReadOnlyList<Tensor?>? _tensors = tensors;
    private readonly Tape? _tape = tape;

    public int Count => _variables.Count;

    public IReadOnlyList<Variable> Variables => _variables;

    public Variable Variable(int i) => _variables[i];

    /// <summary>Empty where there is no gradient.</summary>
    public Span<float> Span(int i) =>
        _tensors is null ? _tape!.GradientSpan(_variables[i].Value) : _tensors[i] is { } tensor ? tensor.Span : [];

    /// <summary>The same, to be changed anywhere.</summary>
    public Span<float> Open(int i)
    {
        _tape?.FillGradient(_variables[i].Value);
        return Span(i);
    }

    /// <summary>Where the gradient may be anything but zero; null for everywhere.</summary>
    public TouchedBlocks? Touched(int i) => _tape?.TouchedOf(_variables[i].Value);

    /// <summary>Whether the op that computed the gradient has seen that it is finite.</summary>
    public bool IsKnownFinite(int i) => _tape is not null && _tape.IsKnownFinite(_variables[i].Value);
}
