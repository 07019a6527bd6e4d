namespace DeepSharp;

/// <summary>What the graph of a functional model is asked for, with the model's name in the message.</summary>
internal static class GraphChecks
{
    /// <exception cref="ArgumentException">There are none, or an input is there twice.</exception>
    public static void Ends(Model model, SymbolicGroup inputs, SymbolicGroup outputs)
    {
        Some(model, inputs, "input");
        Some(model, outputs, "output");
        SymbolicTensor? twice = inputs.GroupBy(input => input).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is null) return;
        throw new ArgumentException($"{LayerArguments.Describe(model)}: expected every input once but '{twice.Name}' is there twice.");
    }

    /// <exception cref="ArgumentException">Two layers have the same name.</exception>
    public static void Names(Model model, IReadOnlyList<Layer> layers)
    {
        string? twice = layers.GroupBy(layer => layer.Name).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is null) return;
        throw new ArgumentException(
            $"{LayerArguments.Describe(model)}: expected layers of different names, but two are called '{twice}'. Give one another name.");
    }

    /// <exception cref="ShapeException">Inputs are not of the declared shape.</exception>
    public static void InputShapes(Model model, ReadOnlySpan<Shape> shapes)
    {
        for (int i = 0; i < shapes.Length; i++)
        {
            if (model.DeclaredInput(i) is { } declared && !declared.Accepts(shapes[i])) Throw(model, declared, i, shapes[i]);
        }
    }

    /// <exception cref="ShapeException">Inputs are not of the declared shape.</exception>
    public static void InputShapes(Model model, ReadOnlySpan<Tensor> inputs)
    {
        for (int i = 0; i < inputs.Length; i++)
        {
            if (model.DeclaredInput(i) is { } declared && !declared.Accepts(inputs[i].Shape)) Throw(model, declared, i, inputs[i].Shape);
        }
    }

    private static void Some(Model model, SymbolicGroup tensors, string what)
    {
        if (tensors.Count == 0)
        {
            throw new ArgumentException($"{LayerArguments.Describe(model)}: expected at least one {what} but got none.");
        }
    }

    // Named by the model and not by whichever layer notices first, so that the message shows the shape that the user gave.
    private static void Throw(Model model, Input declared, int index, Shape got)
    {
        string which = model.Inputs.Count > 1 ? $"input {index}, '{declared.Name}', of shape" : "inputs of shape";
        var exception = new ShapeException($"expected {which} {declared.Shape} but got {got}.");
        exception.NameLayer(LayerArguments.Describe(model));
        throw exception;
    }
}
