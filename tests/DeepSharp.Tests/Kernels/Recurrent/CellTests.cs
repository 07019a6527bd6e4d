using DeepSharp.Kernels;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Kernels.Recurrent;

/// <summary>The cells beside the LSTM's against the reference, at every width of registers, with units that fill panels and that do not.</summary>
public class CellTests
{
    private const int Batch = 3, Steps = 4, Inputs = 5;

    private static readonly RecurrentOptions s_options = new RecurrentOptions() with { HasBias = true, ReturnsSequences = true };

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(37)]
    public void A_cell_that_splits_its_last_gate(int units)
    {
        var op = new RecurrentOp<GruCell>("GRU", s_options);
        Tensor[] inputs = Made([Batch, Steps, Inputs], [Inputs, 3 * units], [units, 3 * units], [2, 3 * units]);
        var reference = new GruReference(Batch, Steps, Inputs, units) { Sequences = true };
        GradientCheck.Run(() => Tape.Run(op, inputs), inputs, at => reference.Gru(at[0], at[1], at[2], at[3]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(37)]
    public void A_cell_of_one_gate(int units)
    {
        var op = new RecurrentOp<SimpleRnnCell>("SimpleRNN", s_options);
        Tensor[] inputs = Made([Batch, Steps, Inputs], [Inputs, units], [units, units], [units]);
        var reference = new GruReference(Batch, Steps, Inputs, units) { Sequences = true };
        GradientCheck.Run(() => Tape.Run(op, inputs), inputs, at => reference.SimpleRnn(at[0], at[1], at[2], at[3]));
    }

    private static Tensor[] Made(params Shape[] shapes) =>
        [.. shapes.Select((shape, i) => Tensor.From(TestData.Uniform(shape.Size, seed: 20 + i, -0.4f, 0.4f), shape))];
}
