using System.Text.Json.Nodes;
using CsCheck;
using DeepSharp.Layers;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Layers.Extremes;

/// <summary>Recurrent layers and cells, whose units may be any number.</summary>
internal static class RecurrentExtremes
{
    public static Gen<ExtremeCase> Lstm { get; } = Gen.Select(
        Gen.Int[1, 3], Gen.Int[1, 4], Gen.Int[1, 3], ExtremeNumbers.Size, Gen.Bool, (rows, steps, inputs, units, sequences) =>
            new ExtremeCase(
                "LSTM", () => new LSTM(units, returnSequences: sequences),
                new JsonObject { ["units"] = units, ["return_sequences"] = sequences }, [[rows, steps, inputs]],
                units < 1
                    ? Outcome.Refused
                    : Few(ExtremeCase.Judge((Int128)units * units * 4, (Int128)inputs * units * 4, (Int128)rows * steps * units), units))
            {
                Reference = values => new ExtremeResult(
                    new RecurrentReference(rows, steps, inputs, units) { Sequences = sequences }
                        .Run(values.X, values.Weights[0], values.Weights[1], values.Weights[2]).Output),
            });

    public static Gen<ExtremeCase> Gru { get; } = Gen.Select(
        Gen.Int[1, 3], Gen.Int[1, 4], Gen.Int[1, 3], ExtremeNumbers.Size, Gen.Bool, (rows, steps, inputs, units, after) =>
            new ExtremeCase(
                "GRU", () => new GRU(units, resetAfter: after),
                new JsonObject { ["units"] = units, ["reset_after"] = after }, [[rows, steps, inputs]],
                units < 1
                    ? Outcome.Refused
                    : Few(ExtremeCase.Judge((Int128)units * units * 3, (Int128)inputs * units * 3, (Int128)rows * steps * units), units))
            {
                Reference = values => new ExtremeResult(
                    new GruReference(rows, steps, inputs, units) { ResetAfter = after }
                        .Gru(values.X, values.Weights[0], values.Weights[1], values.Weights[2])),
            });

    public static Gen<ExtremeCase> SimpleRnn { get; } = Gen.Select(
        Gen.Int[1, 3], Gen.Int[1, 4], Gen.Int[1, 3], ExtremeNumbers.Size, (rows, steps, inputs, units) =>
            new ExtremeCase(
                "SimpleRNN", () => new SimpleRNN(units), new JsonObject { ["units"] = units }, [[rows, steps, inputs]],
                units < 1
                    ? Outcome.Refused
                    : Few(ExtremeCase.Judge((Int128)units * units, (Int128)inputs * units, (Int128)rows * steps * units), units))
            {
                Reference = values => new ExtremeResult(
                    new GruReference(rows, steps, inputs, units)
                        .SimpleRnn(values.X, values.Weights[0], values.Weights[1], values.Weights[2])),
            });

    public static Gen<ExtremeCase> LstmCell { get; } = Gen.Select(
        Gen.Int[1, 3], Gen.Int[1, 3], ExtremeNumbers.Size, (rows, inputs, units) =>
            new ExtremeCase(
                "LSTMCell", () => new LSTMCell(units), new JsonObject { ["units"] = units },
                [[rows, inputs], [rows, Math.Max(1, units)], [rows, Math.Max(1, units)]], Cell(rows, inputs, units, gates: 4))
            {
                Reference = values => new ExtremeResult(
                    new RecurrentReference(rows, 1, inputs, units)
                        .Run(values.X, values.Weights[0], values.Weights[1], values.Weights[2], values.Inputs[1], values.Inputs[2]).Output),
            });

    public static Gen<ExtremeCase> GruCell { get; } = Gen.Select(
        Gen.Int[1, 3], Gen.Int[1, 3], ExtremeNumbers.Size, Gen.Bool, (rows, inputs, units, after) =>
            new ExtremeCase(
                "GRUCell", () => new GRUCell(units, resetAfter: after), new JsonObject { ["units"] = units, ["reset_after"] = after },
                [[rows, inputs], [rows, Math.Max(1, units)]], Cell(rows, inputs, units, gates: 3))
            {
                Reference = values => new ExtremeResult(
                    new GruReference(rows, 1, inputs, units) { ResetAfter = after }
                        .Gru(values.X, values.Weights[0], values.Weights[1], values.Weights[2], values.Inputs[1])),
            });

    public static Gen<ExtremeCase> SimpleRnnCell { get; } = Gen.Select(
        Gen.Int[1, 3], Gen.Int[1, 3], ExtremeNumbers.Size, (rows, inputs, units) =>
            new ExtremeCase(
                "SimpleRNNCell", () => new SimpleRNNCell(units), new JsonObject { ["units"] = units },
                [[rows, inputs], [rows, Math.Max(1, units)]], Cell(rows, inputs, units, gates: 1))
            {
                Reference = values => new ExtremeResult(
                    new GruReference(rows, 1, inputs, units)
                        .SimpleRnn(values.X, values.Weights[0], values.Weights[1], values.Weights[2], values.Inputs[1])),
            });

    /// <summary>Convolutional LSTMs over so many axes, each of three positions.</summary>
    public static Gen<ExtremeCase> ConvLSTM(int axes, Func<int, int, int, string, Layer> create) => Gen.Select(
        ExtremeNumbers.Size, ExtremeNumbers.Size, ExtremeNumbers.Step, ExtremeNumbers.OneOf("valid", "same"), (filters, size, strides, padding) =>
        {
            string name = $"ConvLSTM{axes}D";
            var config = new JsonObject { ["filters"] = filters, ["kernel_size"] = size, ["strides"] = strides, ["padding"] = padding };
            bool isAllowed = filters >= 1 && size >= 1 && strides >= 1 && (padding == "same" || size <= 3);
            VolumeReference.Axis axis = isAllowed ? VolumeReference.Axis.Convolution(3, size, strides, padding: padding) : default;
            Int128 window = 1, places = 1;
            for (int i = 0; i < axes && isAllowed; i++) (window, places) = (Int128.Min(window * size, long.MaxValue), places * axis.Outputs);
            Outcome outcome = !isAllowed || filters > int.MaxValue / 4
                ? Outcome.Refused
                : ExtremeCase.Judge(window * filters * 4 * filters, window * filters * 4, places * 2 * filters);

            // Orthogonal first values take time.
            if (outcome == Outcome.Result && (filters > 16 || window > 64)) outcome = Outcome.Large;
            return new ExtremeCase(name, () => create(filters, size, strides, padding), config, [Shape.Create([1, 2, .. Enumerable.Repeat(3, axes), 1])], outcome)
            {
                Reference = values => new ExtremeResult(
                    new ConvLSTMReference(1, 2, 1, filters, [.. Enumerable.Repeat(axis, axes)])
                        .Run(values.X, values.Weights[0], values.Weights[1], values.Weights[2])),
            };
        });

    private static Outcome Cell(int rows, int inputs, int units, int gates) => units < 1
        ? Outcome.Refused
        : Few(ExtremeCase.Judge((Int128)units * units * gates, (Int128)inputs * units * gates, (Int128)rows * units), units);

    // Orthogonal first values take time by the third power of the units.
    private static Outcome Few(Outcome outcome, int units) => outcome == Outcome.Result && units > 64 ? Outcome.Large : outcome;
}
