using System.Text.Json.Nodes;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Core;

public class EmbeddingTests
{
    [Fact]
    public void Weights_that_are_given_are_the_first_values()
    {
        Tensor vectors = Tensor.From([1, 2, 3, 4], [2, 2]);
        var layer = new Embedding(2, 2, weights: vectors);
        vectors[0, 0] = 9;
        Assert.Equal([3, 4, 1, 2], layer.Apply(Tensor.From([1, 0])).ToArray());
    }

    [Fact]
    public void Takes_the_rows_that_the_ids_name()
    {
        var layer = new Embedding(3, 2);
        layer.Build([Shape.Any]);
        layer.SetWeights([Tensor.From([0, 1, 10, 11, 20, 21], [3, 2])]);

        Tensor y = layer.Apply(Tensor.FromLabels([2, 0, 2, 1]).Reshape([2, 2]));

        Assert.Equal([2, 2, 2], y.Shape);
        Assert.Equal([20, 21, 0, 1, 20, 21, 10, 11], y.ToArray());
    }

    [Theory]
    [InlineData(4, 3, 2)]
    [InlineData(2000, 700, 200)]
    public void Gradients_of_an_id_that_comes_twice_add_up(int rows, int ids, int columns)
    {
        Layer layer = LayerTester.Build(() => new Embedding(rows, columns), [ids]);
        Tensor x = Ids(ids, rows / 2);
        float[] cotangent = TestData.Uniform(ids * columns, seed: 4);
        var want = new double[rows * columns];
        for (int i = 0; i < cotangent.Length; i++) want[(int)x.Span[i / columns] * columns + i % columns] += cotangent[i];

        float[][] results = new float[2][];
        for (int threads = 1; threads <= 2; threads++)
        {
            using var count = new ThreadCount(threads);
            var tape = new GradientTape();
            Tensor sum = tape.Record(() => Tape.Run(new WeightedSumOp(cotangent), layer.Apply(x, training: true)));
            results[threads - 1] = tape.Gradient(sum, layer.Weights[0].Value)[0]!.ToArray();
        }

        TestData.AssertClose(want, results[0], 1e-5, 1e-5, "gradient");
        TestData.AssertSameBits(results[0], results[1], "gradient on two threads");
    }

    [Fact]
    public void Holds_what_every_layer_holds()
    {
        static Layer Create() => new Embedding(7, 5, embeddingsRegularizer: "l2", maskZero: true, name: "e");
        LayerTester.CheckConfig(Create);
        Layer layer = Create();
        Assert.Equal([Shape.Any, 4, 5], layer.ComputeOutputShape([Shape.Any, 4]));
        Assert.Equal([0, 4, 5], layer.Apply(Tensor.Zeros([0, 4])).Shape);
        Assert.Equal<Regularizer?>("l2", layer.Weights[0].Regularizer);
        Assert.Equal(["e/embeddings (7, 5)"], layer.Weights.Select(weight => weight.ToString()));
        Assert.All(layer.Weights[0].Value.ToArray(), value => Assert.InRange(value, -0.05f, 0.05f));
    }

    [Fact]
    public void The_mask_marks_what_is_not_0_and_only_if_asked()
    {
        Tensor x = Tensor.From([3, 0, 1, 0], [2, 2]);
        Tensor y = new Embedding(4, 2, maskZero: true).Apply(x);

        Assert.Equal([2, 2], y.Mask!.Shape);
        Assert.Equal([1, 0, 1, 0], y.Mask.ToArray());
        Assert.Null(new Embedding(4, 2).Apply(x).Mask);
    }

    [Theory]
    [InlineData(7f, "7")]
    [InlineData(-1f, "-1")]
    [InlineData(2.5f, "2.5")]
    [InlineData(float.NaN, "NaN")]
    public void An_id_that_is_none_is_an_error_that_names_it_its_place_and_the_range(float id, string text)
    {
        var layer = new Embedding(7, 2, name: "e");
        var exception = Assert.ThrowsAny<ArgumentException>(() => layer.Apply(Tensor.From([0, 1, 2, 6, id, 3], [2, 3])));
        Assert.StartsWith(
            $"Embedding 'e': expected ids that are whole numbers from 0 to 6 but got {text} " +
            "at position [1, 1] of an input of shape (2, 3).",
            exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_of_words_learns_which_word_stands_in_front_of_the_padding()
    {
        var model = new Sequential(
            new Input([6]), new Embedding(10, 8, "he_normal", maskZero: true),
            new LSTM(8, recurrentInitializer: Initializer.Orthogonal(seed: 1)), new Dense(1, "sigmoid"));
        model.Compile(new Adam(0.02f), "binary_crossentropy", ["accuracy"]);
        var random = new RandomStream(5);
        float[] x = new float[128 * 6], y = new float[128];
        for (int i = 0; i < 128; i++)
        {
            int length = 1 + random.NextInt(6);
            for (int j = 0; j < length; j++) x[i * 6 + j] = 1 + random.NextInt(9);
            y[i] = x[i * 6 + length - 1] >= 5 ? 1 : 0;
        }

        History history = model.Fit(Tensor.From(x, [128, 6]), Tensor.From(y, [128, 1]), epochs: 25, verbose: Verbosity.Silent, seed: 1);
        Assert.True(history["accuracy"][^1] > 0.95, $"{history["accuracy"][^1]}");
    }

    [Fact]
    public void A_training_step_with_a_mask_allocates_nothing()
    {
        var model = new Sequential(
            new Input([6]), new Embedding(10, 8, maskZero: true), new LSTM(8, returnSequences: true), new LSTM(4), new Dense(1));
        model.Compile("adam", "mse");
        Tensor x = Ids(12, 9).Reshape([2, 6]), y = Tensor.Zeros([2, 1]);
        AllocationAssert.Zero(() => model.TrainOnBatch(x, y));
    }

    [Fact]
    public void A_config_needs_only_the_lengths()
    {
        var layer = (Embedding)Layer.Create("Embedding", new JsonObject { ["input_dim"] = 5, ["output_dim"] = 3 });
        Assert.Equal((5, 3, false), (layer.InputDim, layer.OutputDim, layer.MaskZero));
        Assert.Equal("uniform", layer.EmbeddingsInitializer);
    }

    [Fact]
    public void Lengths_below_1_are_refused()
    {
        Assert.StartsWith(
            "Embedding 'e': expected weights of shape (2, 3) but got (3, 2).",
            Assert.Throws<ShapeException>(() => new Embedding(2, 3, weights: Tensor.Zeros([3, 2]), name: "e")).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Embedding(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Embedding(1, 0));
    }

    private static Tensor Ids(int count, int below) => Tensor.FromLabels([.. Enumerable.Range(0, count).Select(i => i * 7919 % below)]);
}
