using System.Globalization;

namespace DeepSharp;

/// <summary>Keras's table of a model: layer, output shape, number of parameters, and the totals below.</summary>
internal sealed class SummaryTable(Model model)
{
    private const int FullWidth = 88;

    // Where Keras puts the right edges of the three columns.
    private static readonly double[] s_edges = [0.45, 0.80, 1.0];

    public void Write(TextWriter output, int? lineLength)
    {
        int width = lineLength ?? Math.Min(FullWidth, TerminalWidth(output) - 4);
        int[] widths = ColumnWidths(width);
        output.WriteLine($"Model: \"{model.Name}\"");
        WriteRule(output, widths, '┏', '━', '┳', '┓');
        WriteRow(output, widths, '┃', "Layer (type)", "Output Shape", "Param #");
        WriteRule(output, widths, '┡', '━', '╇', '┩');
        Shape? shape = model.BuildShape;
        for (int i = 0; i < model.Layers.Count; i++)
        {
            Layer layer = model.Layers[i];
            shape = shape is { } known ? layer.ComputeOutputShape(known) : null;
            if (i > 0) WriteRule(output, widths, '├', '─', '┼', '┤');
            string parameters = layer.IsBuilt ? Count(layer.CountParameters()) : "0 (unbuilt)";
            WriteRow(output, widths, '│', $"{layer.Name} ({layer.ClassName})", shape?.ToString() ?? "?", parameters);
        }

        WriteRule(output, widths, '└', '─', '┴', '┘');
        WriteTotals(output);
    }

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

    private static int TerminalWidth(TextWriter output)
    {
        try
        {
            return ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected && Console.WindowWidth > 24 ? Console.WindowWidth : FullWidth + 4;
        }
        catch (IOException)
        {
            return FullWidth + 4;
        }
    }

    private static int[] ColumnWidths(int width)
    {
        // The border of a column stands on the last position before its edge.
        int[] widths = new int[s_edges.Length];
        int left = 0;
        for (int i = 0; i < widths.Length; i++)
        {
            int border = (int)Math.Round(width * s_edges[i]) - 1;
            widths[i] = border - left - 1;
            left = border;
        }

        return widths;
    }

    private static void WriteRule(TextWriter output, int[] widths, char left, char line, char middle, char right) =>
        output.WriteLine(left + string.Join(middle, widths.Select(width => new string(line, width))) + right);

    private static void WriteRow(TextWriter output, int[] widths, char border, params ReadOnlySpan<string> cells)
    {
        string text = border.ToString();
        for (int i = 0; i < cells.Length; i++)
        {
            int room = widths[i] - 2;
            string cell = cells[i].Length > room ? string.Concat(cells[i].AsSpan(0, Math.Max(0, room - 1)), "…") : cells[i];
            text += $" {(i == cells.Length - 1 ? cell.PadLeft(room) : cell.PadRight(room))} {border}";
        }

        output.WriteLine(text);
    }

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
