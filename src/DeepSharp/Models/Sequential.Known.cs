namespace DeepSharp;

// What is found out once and holds until layers come or go: models inside models ask each other for it on every level.
public sealed partial class Sequential
{
    private KnownOutput? _knownOutput;
    private KnownInput? _knownInput;

    /// <inheritdoc/>
    internal override Variable LayersMark { get; } = new(Tensor.KeepZeros([]), "layers", trainable: false);

    internal override Input? DeclaredInput(int index)
    {
        long state = InnerState;
        if (_knownInput is { } known && known.Holds(state, _givenInput, _layers)) return known.Input;
        Input? input = FindInput();
        _knownInput = new KnownInput(state, _givenInput, _layers.Count == 0 ? null : _layers[0], input);
        return input;
    }

    private Shape OutputShapeFor(Shape input)
    {
        // What is not built yet may still be built for other inputs, and then takes these no more: it holds until something is built.
        bool isBuilt = IsBuilt;
        long state = isBuilt ? InnerState : LayersState;
        if (_knownOutput is { } known && known.IsBuilt == isBuilt && known.State == state && known.Input == input) return known.Output;
        Shape shape = input;
        foreach (Layer layer in _layers) shape = OutputShapeOf(layer, shape);
        _knownOutput = new KnownOutput(isBuilt, state, input, shape);
        return shape;
    }

    private void OnPartsChange()
    {
        CountPartsChange();
        _knownOutput = null;
        if (IsPart) CountInnerChange();
    }

    private sealed record KnownOutput(bool IsBuilt, long State, Shape Input, Shape Output);

    private sealed record KnownInput(long State, Input? Given, Layer? First, Input? Input)
    {
        public bool Holds(long state, Input? given, LayerChain layers) =>
            State == state && Given == given && First == (layers.Count == 0 ? null : layers[0]);
    }
}
