using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Attention;

public class AttentionTests
{
    private static readonly Shape[] s_inputs = [[2, 3, 4], [2, 5, 3], [2, 5, 4]];

    [Theory]
    [InlineData(false, "dot", 0)]
    [InlineData(true, "dot", 1)]
    [InlineData(false, "concat", 1)]
    [InlineData(true, "concat", 2)]
    public void Holds_what_every_layer_holds(bool useScale, string mode, int weights) => LayerTester.Check(
        () => new DeepSharp.Layers.Attention(useScale, mode, name: "a"), s_inputs, [2, 3, 3], weights,
        (x, w) => Reference(x, (q, k) => mode == "dot"
            ? (useScale ? w[0][0] : 1) * q.Zip(k, (a, b) => a * b).Sum()
            : w[^1][0] * q.Zip(k, (a, b) => Math.Tanh((useScale ? w[0][0] : 1) * (a + b))).Sum()));

    [Fact]
    public void AdditiveAttention_holds_what_every_layer_holds()
    {
        LayerTester.Check(
            () => new AdditiveAttention(name: "a"), s_inputs, [2, 3, 3], 1,
            (x, w) => Reference(x, (q, k) => q.Zip(k, (a, b) => Math.Tanh(a + b)).Zip(w[0], (a, b) => a * b).Sum()));
        LayerTester.Check(
            () => new AdditiveAttention(useScale: false, name: "a"), s_inputs, [2, 3, 3], 0,
            (x, _) => Reference(x, (q, k) => q.Zip(k, (a, b) => Math.Tanh(a + b)).Sum()));
    }

    [Fact]
    public void Scores_of_a_causal_call_are_0_behind_the_query()
    {
        Tensor x = LayerTester.RandomInput([1, 3, 2]);
        (_, Tensor scores) = new DeepSharp.Layers.Attention().ApplyWithScores(x, x, useCausalMask: true);
        Assert.Equal((1f, 0f, 0f, 0f), (scores[0, 0, 0], scores[0, 0, 1], scores[0, 0, 2], scores[0, 1, 2]));
    }

    [Fact]
    public void Dropout_is_for_training_alone()
    {
        Tensor x = LayerTester.RandomInput([1, 6, 2]);
        var layer = new DeepSharp.Layers.Attention(dropout: 0.5, seed: 3);
        Assert.Equal(layer.Apply([x, x]).ToArray(), new DeepSharp.Layers.Attention().Apply([x, x]).ToArray());
        Assert.NotEqual(layer.Apply([x, x], training: true).ToArray(), layer.Apply([x, x], training: true).ToArray());
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new DeepSharp.Layers.Attention(scoreMode: "sum"));
        Assert.Throws<ArgumentException>(() => new DeepSharp.Layers.Attention().Apply(Tensor.Ones([2, 3, 4])));
        Assert.Equal(
            "Attention 'a': expected a query (batch, queries, features), a value (batch, keys, valueFeatures) and a key (batch, keys, features) " +
            "but got (2, 3, 4), (2, 3, 5) and (2, 3, 5).",
            ShapeError.Of(() => new DeepSharp.Layers.Attention(name: "a").Apply([Tensor.Ones([2, 3, 4]), Tensor.Ones([2, 3, 5])])));
    }

    private static double[] Reference(double[][] x, Func<double[], double[], double> score)
    {
        const int Queries = 3, Keys = 5, Features = 4, ValueFeatures = 3;
        double[] y = new double[2 * Queries * ValueFeatures];
        for (int row = 0; row < 2 * Queries; row++)
        {
            int b = row / Queries;
            double[] scores = [.. Enumerable.Range(0, Keys).Select(s => Math.Exp(score(
                x[0][(row * Features)..((row + 1) * Features)], x[2][((b * Keys + s) * Features)..((b * Keys + s + 1) * Features)])))];
            for (int s = 0; s < Keys; s++)
            {
                for (int i = 0; i < ValueFeatures; i++)
                {
                    y[row * ValueFeatures + i] += scores[s] / scores.Sum() * x[1][(b * Keys + s) * ValueFeatures + i];
                }
            }
        }

        return y;
    }
}
