using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

/// <summary>What is kept from step to step is as large as the longest sequence asks for, however many lengths come by.</summary>
public class LengthMemoryTests
{
    [Theory]
    [InlineData("rising")]
    [InlineData("falling")]
    [InlineData("random")]
    public void All_lengths_from_5_to_2000_keep_as_much_as_the_longest_alone(string order)
    {
        int[] lengths = [.. Enumerable.Range(1, 400).Select(i => 5 * i)];
        if (order == "falling") Array.Reverse(lengths);
        if (order == "random") new Random(1).Shuffle(lengths);
        long longest = KeptBy(Enumerable.Repeat(2000, 5)), all = KeptBy(lengths);
        Assert.InRange(all, long.MinValue, longest + longest / 4 + 256 * 1024);
    }

    // An op for each step of a sequence: large tensors come at another place in each length.
    [Fact]
    public void Where_each_length_is_another_program_it_is_a_few_times_as_much()
    {
        static Model Make()
        {
            var model = new Sequential(
                new Input([Shape.Any, 8]), new LSTM(8, activation: "sigmoid", returnSequences: true), new LSTM(4), new Dense(1));
            model.Compile("sgd", "mse");
            return model;
        }

        long longest = KeptBy(Enumerable.Repeat(400, 5), Make()), all = KeptBy(Enumerable.Range(5, 396), Make());
        Assert.InRange(all, long.MinValue, 6 * longest);
    }

    // A tape that lives on while models come and go: 40 have weights and gradients of 21 MB.
    [Fact]
    public void A_tape_forgets_the_weights_of_models_that_are_trained_no_more()
    {
        var tape = new GradientTape(workspace: new Workspace());
        Train(tape, 1, 10);
        long before = LongTraining.Live();
        Train(tape, 40, 60);
        Assert.InRange(LongTraining.Live() - before, long.MinValue, 40 * 256 * 256 * sizeof(float));
        GC.KeepAlive(tape);

        static void Train(GradientTape tape, int models, int steps)
        {
            Tensor x = Tensor.Ones([1, 256]);
            for (int i = 0; i < models; i++)
            {
                var layer = new Dense(256);
                for (int step = 0; step < steps; step++)
                {
                    Tensor loss = tape.Record(() => layer.Apply(x, training: true).Sum());
                    tape.Gradient(loss, layer.TrainableWeights);
                }
            }
        }
    }

    private static long KeptBy(IEnumerable<int> lengths, Model? given = null)
    {
        Model model = given ?? StreamAllocationTests.Sequences(8);
        long before = LongTraining.Live();
        foreach (int length in lengths) model.TrainOnBatch(Tensor.Ones([1, length, 8]), Tensor.Ones([1, 1]));
        long kept = LongTraining.Live() - before;
        GC.KeepAlive(model);
        return kept;
    }
}
