using System.Globalization;

namespace DeepSharp;

/// <summary>
/// Keras's table of a model: layer, output shape, number of parameters, for a graph what each layer is connected to, and the totals below.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="expandNested">Whether the layers of models inside have their own rows.</param>
/// <param name="showTrainable">Whether a column says which layers are trained.</param>
/// <param name="layerRange">How the names of the first and the last layer to show begin; null for all.</param>
internal sealed class SummaryTable(Model model, bool expandNested, bool showTrainable, (string First, string Last)? layerRange)
{
    private const int ChainWidth = 88;
    private const int GraphWidth = 108;
    private const int TrainableWidth = 12;

    private ILookup<object?, LayerCall>? _calls;
    private readonly bool _isGraph = model is not Sequential && model.Graph is { IsChain: false };

    public void Write(TextWriter output, int? lineLength)
    {
        // Where Keras puts the right edges of the columns.
        List<double> edges = _isGraph ? [0.3, 0.56, 0.74, 1.0] : [0.45, 0.80, 1.0];
        List<TextAlignment> alignments = [TextAlignment.Left, TextAlignment.Left, TextAlignment.Right];
        List<string> heading = ["Layer (type)", "Output Shape", "Param #"];
        int width = _isGraph ? GraphWidth : ChainWidth;
        if (_isGraph)
        {
            alignments.Add(TextAlignment.Left);
            heading.Add("Connected to");
        }

        if (showTrainable)
        {
            edges = [.. edges.Select(edge => edge * 0.90), 1.0];
            alignments.Add(TextAlignment.Center);
            heading.Add("Trainable");
            width += TrainableWidth;
        }

        var table = new TextTable(lineLength ?? Math.Min(width, TerminalWidth(output) - 4), edges, alignments);
        IReadOnlyList<string>[] rows = [.. Shown().SelectMany(member => Rows(member, 0))];
        output.WriteLine($"Model: \"{model.Name}\"");
        table.WriteHeading(output, heading);
        for (int i = 0; i < rows.Length; i++)
        {
            if (i > 0) table.WriteRuleBetweenRows(output);
            table.WriteRow(output, rows[i]);
        }

        table.WriteEnd(output);
        WriteTotals(output);
    }

    // Of a functional model its inputs too, as in Keras.
    private static IReadOnlyList<GraphMember> MembersOf(Model model) =>
        model is not Sequential && model.Graph is { } graph
            ? graph.Members
            : [.. model.Layers.Select(layer => new GraphMember(layer, null))];

    private IEnumerable<GraphMember> Shown()
    {
        IReadOnlyList<GraphMember> members = MembersOf(model);
        if (layerRange is not { } range) return members;
        (int firstFrom, int lastFrom) = Find(members, range.First);
        (int firstTo, int lastTo) = Find(members, range.Last);

        // From the first that begins like the first to the last that begins like the second, in whichever order they come.
        (int from, int to) = firstFrom <= lastTo ? (firstFrom, lastTo) : (firstTo, lastFrom);
        return members.Skip(from).Take(to - from + 1);
    }

    private static (int First, int Last) Find(IReadOnlyList<GraphMember> members, string begin)
    {
        int[] found = [.. Enumerable.Range(0, members.Count).Where(i => NameOf(members[i]).StartsWith(begin, StringComparison.Ordinal))];
        if (found.Length > 0) return (found[0], found[^1]);
        throw new ArgumentException(
            $"Summary: no layer's name begins with '{begin}'. Layers: {string.Join(", ", members.Select(NameOf))}.", nameof(layerRange));
    }

    private IEnumerable<IReadOnlyList<string>> Rows(GraphMember member, int level)
    {
        Nesting.RequireStack(model);
        yield return Row(member, level);
        if (!expandNested || member.Layer is not Model inner) yield break;
        foreach (IReadOnlyList<string> row in MembersOf(inner).SelectMany(part => Rows(part, level + 1))) yield return row;
    }

    private List<string> Row(GraphMember member, int level)
    {
        string indent = level == 0 ? "" : string.Concat(Enumerable.Repeat("   ", level)) + "└ ";
        string className = member.Layer?.ClassName ?? "InputLayer";
        string parameters = member.Layer switch
        {
            null => "0",
            { IsBuilt: true } layer => Count(layer.CountParameters()),
            _ => "0 (unbuilt)",
        };
        List<string> row = [$"{indent}{NameOf(member)} ({className})", ShapeText(member), parameters];
        if (_isGraph) row.Add(Connections(member));
        if (showTrainable) row.Add(member.Layer is { Weights.Count: > 0 } weighted ? weighted.Trainable ? "Y" : "N" : "-");
        return row;
    }

    private string Connections(GraphMember member)
    {
        _calls ??= model.Graph!.Calls.ToLookup(call => call.Layer, ReferenceEqualityComparer.Instance);
        IEnumerable<SymbolicTensor> tensors =
            member.Layer is { } layer ? _calls[layer].OrderBy(call => call.Number).SelectMany(call => call.Tensors) : [];
        string text = string.Join(", ", tensors.Select(tensor => new TensorPlace(tensor.Name, tensor.Origin?.Number ?? 0, tensor.Index)));
        return text.Length == 0 ? "-" : text;
    }

    // What the last call gave; of a layer that was only computed with, what it was built for.
    private static string ShapeText(GraphMember member)
    {
        if (member.Layer is not { } layer) return member.Input!.Shape.ToString();
        if (layer.InboundCalls.Count == 0 && !layer.IsBuilt) return "?";
        Shape[] shapes = layer.InboundCalls.Count > 0
            ? [.. layer.InboundCalls[^1].Outputs.Select(output => output.Shape)]
            : layer.ComputeOutputShapes(layer.BuildShapes);
        return shapes is [var shape] ? shape.ToString() : $"[{string.Join(", ", shapes)}]";
    }

    private static string NameOf(GraphMember member) => member.Layer?.Name ?? member.Input!.Name;

    private void WriteTotals(TextWriter output)
    {
        long trainable = model.TrainableWeights.Sum(weight => (long)weight.Value.Size);
        long frozen = model.NonTrainableWeights.Sum(weight => (long)weight.Value.Size);
        long optimizer = OptimizerParameters();
        output.WriteLine($" Total params: {CountAndBytes(trainable + frozen + optimizer)}");
        output.WriteLine($" Trainable params: {CountAndBytes(trainable)}");
        output.WriteLine($" Non-trainable params: {CountAndBytes(frozen)}");
        if (optimizer > 0) output.WriteLine($" Optimizer params: {CountAndBytes(optimizer)}");
    }

    // As Keras counts: what is kept for each weight, and the iteration and the learning rate. Nothing before the first step.
    private long OptimizerParameters()
    {
        if (model.Optimizer is not { StepCount: > 0 } optimizer) return 0;
        return optimizer.StateVariables.Sum(variable => (long)variable.Value.Size);
    }

    private static int TerminalWidth(TextWriter output) =>
        ReferenceEquals(output, Console.Out) && ConsoleWidth.Columns is > 24 and var columns ? columns : GraphWidth + TrainableWidth + 4;

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string CountAndBytes(long count)
    {
        double size = count * sizeof(float);
        string[] units = ["B", "KB", "MB", "GB"];
        int unit = 0;
        for (; size >= 1024 && unit < units.Length - 1; unit++) size /= 1024;
        return string.Create(CultureInfo.InvariantCulture, $"{Count(count)} ({size:F2} {units[unit]})");
    }
}
