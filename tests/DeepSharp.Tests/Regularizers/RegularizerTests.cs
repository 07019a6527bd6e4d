using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Regularizers;

public class RegularizerTests
{
    private static readonly Regularizer[] s_all =
    [
        Regularizer.L1(), Regularizer.L2(1e-4f), Regularizer.L1L2(0.02f, 0.03f), Regularizer.Orthogonal(0.05f, "columns"),
    ];

    [Fact]
    public void A_name_stands_for_the_regularizer_with_Keras_defaults()
    {
        Assert.Equal(Regularizer.L1(0.01f), (Regularizer)"l1");
        Assert.Equal(Regularizer.L2(0.01f), (Regularizer)"L2");
        Assert.Equal(Regularizer.L1L2(0f, 0f), (Regularizer)"l1l2");
        Assert.Equal(Regularizer.Orthogonal(0.01f, "rows"), (Regularizer)"orthogonal_regularizer");
    }

    [Fact]
    public void An_unknown_name_lists_the_known_ones()
    {
        var exception = Assert.Throws<ArgumentException>(() => (Regularizer)"l1_l2");
        Assert.StartsWith(
            "Unknown regularizer 'l1_l2'. Did you mean 'l1l2'? Known: L1, L1L2, L2, ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_with_equal_parameters_are_equal()
    {
        Assert.Equal(Regularizer.L2(0.5f), Regularizer.L2(0.5f));
        Assert.Equal(Regularizer.L2(0.5f).GetHashCode(), Regularizer.L2(0.5f).GetHashCode());
        Assert.NotEqual(Regularizer.L2(0.5f), Regularizer.L1(0.5f));
        Assert.NotEqual(Regularizer.L2(0.5f), Regularizer.L1L2(0f, 0.5f));
    }

    [Fact]
    public void The_config_comes_back()
    {
        foreach (Regularizer regularizer in s_all)
        {
            Assert.Equal(regularizer, Regularizer.FromConfig(regularizer.ToConfig()));
            Assert.Equal(regularizer, Regularizer.FromConfig(JsonNode.Parse(regularizer.ToConfig().ToJsonString())!));
        }
    }

    [Fact]
    public void The_config_is_that_of_Keras()
    {
        JsonNode want = JsonNode.Parse(
            """{"module": "keras.regularizers", "class_name": "L1L2", "config": {"l1": 0.5, "l2": 0.25}, "registered_name": null}""")!;
        Assert.True(JsonNode.DeepEquals(want, Regularizer.L1L2(0.5f, 0.25f).ToConfig()));
    }

    // |1| + |-2| + |3| = 6 and 1 + 4 + 9 = 14.
    [Fact]
    public void Penalties_are_sums_of_magnitudes_and_of_squares()
    {
        Tensor w = Tensor.From([1f, -2f, 3f]);
        Assert.Equal(0.6f, Regularizer.L1(0.1f).Apply(w).Item(), 1e-6f);
        Assert.Equal(1.4f, Regularizer.L2(0.1f).Apply(w).Item(), 1e-6f);
        Assert.Equal(2f, Regularizer.L1L2(0.1f, 0.1f).Apply(w).Item(), 1e-6f);
    }

    [Fact]
    public void Gradients_follow_from_the_penalties()
    {
        float[] w = [0.5f, -0.25f, 2f, -1f, 0.75f, 0.125f];
        Check(Regularizer.L1(0.1f), x => 0.1 * x.Sum(Math.Abs));
        Check(Regularizer.L2(0.1f), x => 0.1 * x.Sum(v => v * v));
        Check(Regularizer.L1L2(0.1f, 0.2f), x => 0.1 * x.Sum(Math.Abs) + 0.2 * x.Sum(v => v * v));
        Check(Regularizer.Orthogonal(0.5f, "rows"), x => 0.5 * Math.Abs(Cosine([x[0], x[1], x[2]], [x[3], x[4], x[5]])));
        Check(Regularizer.Orthogonal(0.5f, "columns"), x => 0.5 / 3 * (
            Math.Abs(Cosine([x[0], x[3]], [x[1], x[4]])) + Math.Abs(Cosine([x[0], x[3]], [x[2], x[5]])) +
            Math.Abs(Cosine([x[1], x[4]], [x[2], x[5]]))));

        void Check(Regularizer regularizer, Func<double[], double> reference)
        {
            Tensor x = Tensor.From(w, [2, 3]);
            GradientCheck.Run(() => regularizer.Apply(x), [x], at => [reference(at[0])]);
        }

        static double Cosine(double[] a, double[] b) => Dot(a, b) / Math.Sqrt(Dot(a, a) * Dot(b, b));
        static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
    }

    [Fact]
    public void The_shortcut_adds_the_same_penalty_and_gradient()
    {
        Tensor w = Tensor.From(TestData.Uniform(101, 1));
        foreach (Regularizer regularizer in s_all.Where(regularizer => regularizer.HasShortcut))
        {
            var tape = new GradientTape();
            tape.Watch(w);
            Tensor penalty = tape.Record(() => regularizer.Apply(w));
            float[] gradient = TestData.Uniform(101, 2), start = [.. gradient];

            Assert.Equal(penalty.Item(), (float)regularizer.AddPenalty(w, gradient));
            double[] want = [.. tape.Gradient(penalty, w)[0]!.ToArray().Zip(start, (g, s) => (double)g + s)];
            TestData.AssertClose(want, gradient, 1e-7, 1e-7, regularizer.ClassName);
        }
    }

    [Fact]
    public void Parameters_out_of_range_are_refused()
    {
        Check(() => Regularizer.L1(-1f), "L1: expected l1 to be a finite number of 0 or more but got -1.");
        Check(() => Regularizer.L1L2(l2: float.NaN), "L1L2: expected l2 to be a finite number of 0 or more but got NaN.");
        Check(
            () => Regularizer.Orthogonal(mode: "diagonal"),
            "OrthogonalRegularizer: expected the mode rows or columns but got 'diagonal'.");
        Check(
            () => Regularizer.Orthogonal().Apply(Tensor.Ones([2, 2, 2])),
            "OrthogonalRegularizer: expected a matrix but got a weight of shape (2, 2, 2).");

        static void Check(Func<object> create, string message) =>
            Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(create).Message, StringComparison.Ordinal);
    }
}
