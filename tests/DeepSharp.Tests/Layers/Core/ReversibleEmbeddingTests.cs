using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Core;

public class ReversibleEmbeddingTests
{
    [Fact]
    public void It_is_an_embedding_and_in_reverse_multiplies_by_the_table()
    {
        var layer = new ReversibleEmbedding(3, 2);
        Tensor vectors = layer.Apply(Tensor.From([2, 0, 1], [1, 3]));
        layer.SetWeights([Tensor.From([1, 2, 3, 4, 5, 6], [3, 2])]);
        Assert.Equal([1, 3, 2], vectors.Shape);
        Assert.Equal([5, 6, 1, 2], layer.Apply(Tensor.From([2, 0], [1, 2])).ToArray());

        Tensor scores = layer.ApplyReverse(Tensor.From([1, 0, 0, 10], [1, 2, 2]));
        Assert.Equal([1, 2, 3], scores.Shape);
        Assert.Equal([1, 3, 5, 20, 40, 60], scores.ToArray());
        Assert.Equal([1, 3], layer.ApplyReverse(Tensor.From([1, 0], [1, 2])).Shape);
    }

    [Fact]
    public void Weights_that_are_not_tied_are_a_second_matrix_without_penalty()
    {
        var layer = new ReversibleEmbedding(3, 2, tieWeights: false, embeddingsInitializer: "ones", embeddingsRegularizer: "l2", name: "e");
        Assert.Equal([3f, 3, 3], layer.ApplyReverse(Tensor.From([1, 2], [1, 2])).ToArray());
        Assert.Equal(["e/embeddings (3, 2)", "e/reverse_embeddings (2, 3)"], layer.Weights.Select(weight => weight.ToString()));
        Assert.Null(layer.ReverseEmbeddings!.Regularizer);
        Assert.Null(new ReversibleEmbedding(3, 2).ReverseEmbeddings);
    }

    [Fact]
    public void A_soft_cap_keeps_scores_below_it()
    {
        var layer = new ReversibleEmbedding(2, 1, embeddingsInitializer: "ones", logitSoftCap: 5);
        Tensor scores = layer.ApplyReverse(Tensor.From([1f, -100], [2, 1]));
        TestData.AssertClose([5 * Math.Tanh(0.2), 5 * Math.Tanh(0.2), -5, -5], scores.Span, 1e-6, 1e-6, "scores");
    }

    [Fact]
    public void Ids_make_a_mask_and_scores_have_none()
    {
        var layer = new ReversibleEmbedding(4, 2, maskZero: true);
        Tensor vectors = layer.Apply(Tensor.From([3, 0], [1, 2]));
        Assert.Equal([1, 0], vectors.Mask!.ToArray());
        Assert.Null(layer.ApplyReverse(vectors).Mask);
        Assert.Null(new ReversibleEmbedding(4, 2).Apply(Tensor.From([3, 0], [1, 2])).Mask);
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, 3.0)]
    public void Scores_have_the_gradients_of_their_formula(bool tieWeights, double? cap)
    {
        var layer = (ReversibleEmbedding)LayerTester.Build(() => new ReversibleEmbedding(4, 3, tieWeights, logitSoftCap: cap), [2, 3]);
        Tensor x = LayerTester.RandomInput([2, 5, 3]);
        GradientCheck.Run(() => layer.ApplyReverse(x, training: true), [x, layer.Weights[^1].Value], at =>
        {
            var scores = new double[40];
            for (int i = 0; i < 40; i++)
            {
                for (int k = 0; k < 3; k++) scores[i] += at[0][i / 4 * 3 + k] * at[1][tieWeights ? i % 4 * 3 + k : k * 4 + i % 4];
                if (cap is { } limit) scores[i] = limit * Math.Tanh(scores[i] / limit);
            }

            return scores;
        });
    }

    // The table gets a gradient of its rows and one of a product.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_language_model_trains_is_read_back_and_allocates_nothing(bool tieWeights)
    {
        static float[] Trained(bool tieWeights, int threads)
        {
            using var count = new ThreadCount(threads);
            Model model = Words(tieWeights);
            for (int step = 0; step < 3; step++) model.TrainOnBatch(Ids(4, 6), Ids(4, 6));
            return [.. model.Weights.SelectMany(weight => weight.Value.ToArray())];
        }

        TestData.AssertSameBits(Trained(tieWeights, 1), Trained(tieWeights, 3), "weights");
        Model model = Words(tieWeights);
        Tensor x = Ids(4, 6);
        double first = model.TrainOnBatch(x, x)["loss"];
        AllocationAssert.Zero(() => model.TrainOnBatch(x, x));
        Assert.True(model.TrainOnBatch(x, x)["loss"] < first);

        Model copy = Model.FromJson(model.ToJson());
        copy.SetWeights(model.GetWeights());
        Assert.Equal(tieWeights ? 1 : 2, copy.Weights.Count);
        Assert.Equal(model.Predict(x).ToArray(), copy.Predict(x).ToArray());
    }

    [Fact]
    public void Its_config_is_that_of_Keras_and_what_is_not_supported_is_refused_by_name()
    {
        LayerTester.CheckConfig(() => new ReversibleEmbedding(7, 5, false, "ones", "l2", "non_neg", true, "float32", 30, name: "e"));
        Assert.Equal(
            ["name", "trainable", "dtype", "input_dim", "output_dim", "embeddings_initializer", "embeddings_regularizer",
                "embeddings_constraint", "mask_zero", "quantization_config", "tie_weights", "reverse_dtype", "logit_soft_cap"],
            new ReversibleEmbedding(7, 5).ToConfig()["config"]!.AsObject().Select(entry => entry.Key));
        foreach (string key in new[] { "lora_rank", "quantization_config" })
        {
            var config = new ReversibleEmbedding(7, 5).ToConfig();
            config["config"]![key] = 4;
            Assert.Contains(key, Assert.Throws<NotSupportedException>(() => Layer.FromConfig(config)).Message, StringComparison.Ordinal);
        }

        Assert.Contains("float16", Assert.Throws<NotSupportedException>(() => new ReversibleEmbedding(2, 2, reverseDtype: "float16")).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReversibleEmbedding(2, 2, logitSoftCap: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReversibleEmbedding(2, 2, logitSoftCap: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReversibleEmbedding(0, 2));
        Assert.Contains(
            "expected vectors (batch, ..., 2) in reverse but got (1, 3)",
            Assert.Throws<ShapeException>(() => new ReversibleEmbedding(4, 2).ApplyReverse(Tensor.Ones([1, 3]))).Message, StringComparison.Ordinal);
    }

    // An input of vectors is not one of ids, which are looked at before the first step.
    [Fact]
    public void A_model_may_begin_with_the_reverse()
    {
        SymbolicTensor vectors = new Input([3, 2]);
        var model = new Model(vectors, new ReversibleEmbedding(4, 2).ApplyReverse(vectors));
        Assert.Equal([5, 3, 4], model.Predict(Tensor.Full([5, 3, 2], 0.5f)).Shape);
        Assert.Equal("ReversibleEmbedding", Model.FromJson(model.ToJson()).Layers[^1].GetType().Name);
    }

    private static Model Words(bool tieWeights)
    {
        var embedding = new ReversibleEmbedding(30, 8, tieWeights, Initializer.HeNormal(1));
        SymbolicTensor words = new Input([6]);
        var model = new Model(words, embedding.ApplyReverse(embedding.Apply(words)));
        model.Compile(new Adam(0.01), Loss.SparseCategoricalCrossentropy(fromLogits: true));
        return model;
    }

    private static Tensor Ids(int rows, int steps) =>
        Tensor.From([.. Enumerable.Range(0, rows * steps).Select(i => (float)(i * 7 % 30))], [rows, steps]);
}
