using System.Globalization;
using DeepSharp;

namespace SidePackage;

/// <summary>Lists what a model computes, models inside it in place, as an exporter would write it.</summary>
public sealed class GraphListing
{
    private readonly Dictionary<SymbolicTensor, string> _names = [];
    private readonly List<string> _lines = [];
    private int _made;

    public static IReadOnlyList<string> Of(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var listing = new GraphListing();
        foreach (SymbolicTensor input in model.Inputs) listing._names[input] = input.Name;
        listing.Add(model);
        listing._lines.Add($"return {string.Join(", ", model.Outputs.Select(output => listing._names[output]))}");
        return listing._lines;
    }

    private void Add(Model model)
    {
        foreach (LayerCall call in model.Calls)
        {
            if (call.Layer is Model inner) AddInner(inner, call);
            else AddLine(call);
        }
    }

    private void AddInner(Model inner, LayerCall call)
    {
        for (int i = 0; i < inner.Inputs.Count; i++) _names[inner.Inputs[i]] = _names[call.Operands[i].Tensor!];
        Add(inner);
        for (int i = 0; i < call.Outputs.Count; i++) _names[call.Outputs[i]] = _names[inner.Outputs[i]];
    }

    private void AddLine(LayerCall call)
    {
        var arguments = new List<string>();
        foreach (CallOperand operand in call.Operands)
        {
            string value = operand.Tensor is { } tensor ? _names[tensor] : operand.Constant!.Value.ToString(CultureInfo.InvariantCulture);
            string mask = operand.Mask is { } given ? $" masked by {_names[given]}" : "";
            arguments.Add($"{operand.Argument}={value}{mask}");
        }

        foreach ((string name, CallOption option) in call.Options) arguments.Add($"{name}={option}");
        if (call.Training is { } training) arguments.Add($"training={(training ? "true" : "false")}");
        foreach (SymbolicTensor output in call.Outputs) _names[output] = $"t{++_made}";
        string outputs = string.Join(", ", call.Outputs.Select(output => _names[output]));
        _lines.Add($"{outputs} = {call.Layer.ClassName}({string.Join(", ", arguments)})");
    }
}
