namespace DeepSharp;

public partial class Model
{
    /// <summary>Class, name and size: <c>Sequential 'sequential': 3 layers, 1,234 parameters, compiled with Adam</c>.</summary>
    public override string ToString()
    {
        string size = IsBuilt ? FormattableString.Invariant($"{CountParameters():N0} parameters") : "not built";
        string training = Optimizer is { } optimizer ? $"compiled with {optimizer.ClassName}" : "not compiled";
        return FormattableString.Invariant($"{LayerArguments.Describe(this)}: {Layers.Count} layers, {size}, {training}");
    }
}
