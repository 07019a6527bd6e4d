using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

/// <summary>The classics of sequence to sequence, very small: they learn through Fit.</summary>
public class SequenceToSequenceTests
{
    private const int Symbols = 5, Longest = 4, Start = Symbols + 1;

    // Symbols from 1 on of different lengths, 0 behind them, are said backwards. The decoder sees what it should have said before.
    [Fact]
    public void Sequences_of_different_lengths_are_reversed_by_an_encoder_and_a_decoder()
    {
        DeepSharpRuntime.SetRandomSeed(5);
        Input source = new([Longest], name: "source"), said = new([Longest], name: "said");
        SymbolicTensor[] encoded = new LSTM(24, returnState: true).ApplyAll(new Embedding(Symbols + 1, 8, maskZero: true).Apply(source));
        SymbolicTensor decoded = new LSTM(24, returnSequences: true).Apply(
            new Embedding(Symbols + 2, 8, maskZero: true).Apply(said), initialState: [encoded[1], encoded[2]]);
        var model = new Model([source, said], new Dense(Symbols + 1, "softmax").Apply(decoded));
        model.Compile(new Adam(0.01f), "sparse_categorical_crossentropy", ["accuracy"]);

        (DataGroup x, Tensor y) = Reversed(480, seed: 1);
        History history = model.Fit(x, y, batchSize: 32, epochs: 40, verbose: Verbosity.Silent);
        Assert.InRange(history.Metrics["loss"][^1], 0, 0.1 * history.Metrics["loss"][0]);

        // Others than it was trained with; steps that are padding do not count.
        (DataGroup others, Tensor want) = Reversed(100, seed: 2);
        Assert.InRange(model.Evaluate(others, want, verbose: Verbosity.Silent)["accuracy"], 0.9, 1);
    }

    // Three symbols, one vector that stands for all of them, and that vector three times for the decoder.
    [Fact]
    public void Sequences_are_reversed_by_way_of_a_repeated_vector()
    {
        DeepSharpRuntime.SetRandomSeed(5);
        const int Length = 3;
        var model = new Sequential(
            new Input([Length]), new Embedding(Symbols, 6), new LSTM(24), new RepeatVector(Length), new LSTM(24, returnSequences: true),
            new Dense(Symbols, "softmax"));
        model.Compile(new Adam(0.01f), "sparse_categorical_crossentropy", ["accuracy"]);

        float[] x = [.. TestData.Uniform(480 * Length, seed: 1, 0, Symbols).Select(MathF.Floor)];
        float[] y = [.. x.Chunk(Length).SelectMany(sample => Enumerable.Reverse(sample))];
        History history = model.Fit(
            Tensor.From(x, [480, Length]), Tensor.From(y, [480, Length]), batchSize: 32, epochs: 40, validationSplit: 0.1f, verbose: Verbosity.Silent);
        Assert.InRange(history.Metrics["val_accuracy"][^1], 0.9, 1);
    }

    private static (DataGroup X, Tensor Y) Reversed(int count, int seed)
    {
        var random = new Random(seed);
        float[] source = new float[count * Longest], said = new float[count * Longest], want = new float[count * Longest];
        for (int i = 0; i < count; i++)
        {
            int length = random.Next(1, Longest + 1), at = i * Longest;
            for (int k = 0; k < length; k++) source[at + k] = want[at + length - 1 - k] = random.Next(1, Symbols + 1);
            said[at] = Start;
            for (int k = 1; k < length; k++) said[at + k] = want[at + k - 1];
        }

        Shape shape = [count, Longest];
        return (new[] { Tensor.From(source, shape), Tensor.From(said, shape) }, Tensor.From(want, shape));
    }
}
