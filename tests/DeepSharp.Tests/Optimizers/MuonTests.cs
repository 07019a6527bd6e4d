namespace DeepSharp.Tests.Optimizers;

public class MuonTests
{
    // Tall and wide matrices take the same steps, transposed.
    [Fact]
    public void A_step_of_a_matrix_is_nearly_orthogonal()
    {
        Tensor gradient = Tensor.RandomNormal([3, 5], seed: 1);
        Variable wide = new(Tensor.Zeros([3, 5]), "kernel"), tall = new(Tensor.Zeros([5, 3]), "kernel");
        var optimizer = new Muon(1, rmsRate: null);
        optimizer.Apply([wide, tall], [gradient, gradient.Transpose()]);
        TestData.AssertClose(Array.ConvertAll(wide.Value.Transpose().ToArray(), value => (double)value), tall.Value.Span, 1e-5, 1e-5, "transposed");
        Tensor products = wide.Value.MatMul(wide.Value.Transpose());
        for (int i = 0; i < 3; i++) Assert.InRange(products[i, i], 0.4f, 1.6f);
        Assert.Single(optimizer.SlotsOf(wide));
    }

    [Fact]
    public void Vectors_embeddings_and_excluded_layers_are_left_to_Adam()
    {
        Variable bias = new(Tensor.Ones([3]), "bias"), table = new(Tensor.Ones([3, 2]), "embeddings") { Path = "embedding/embeddings" };
        Variable last = new(Tensor.Ones([3, 2]), "kernel") { Path = "logits/kernel" }, kernel = new(Tensor.Ones([3, 2]), "kernel");
        var optimizer = new Muon(excludeLayers: ["^logits/"]);
        optimizer.Build([bias, table, last, kernel]);
        Assert.Equal([2, 2, 2, 1], new[] { bias, table, last, kernel }.Select(weight => optimizer.SlotsOf(weight).Count));
    }

    [Fact]
    public void What_is_no_pattern_is_refused() => Assert.StartsWith(
        "Muon: expected regular expressions, without references and lookarounds, as excludeLayers but got '(?=x)'",
        Assert.Throws<ArgumentException>(() => new Muon(excludeLayers: ["(?=x)"])).Message, StringComparison.Ordinal);
}
