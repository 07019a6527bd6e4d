using DeepSharp.Layers;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Layers.Recurrent;

public class GRUCellTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Holds_what_every_layer_holds_in_a_layer(bool resetAfter) => LayerTester.Check(
        () => new RNN(new GRUCell(4, resetAfter: resetAfter, name: "c"), goBackwards: true, name: "r"), input: [2, 3, 2], output: [2, 4],
        weights: 3,
        (x, w) => (new GruReference(2, 3, 2, 4) { Backwards = true, ResetAfter = resetAfter }).Gru(x, w[0], w[1], w[2]));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_step_has_gradients(bool resetAfter)
    {
        Layer cell = LayerTester.Build(() => new GRUCell(3, resetAfter: resetAfter), [2, 2]);
        Tensor x = LayerTester.RandomInput([2, 2]), h = Tensor.From(TestData.Uniform(6, 1), [2, 3]);
        GradientCheck.Run(
            () => cell.ApplyAll([x, h])[0], [x, h, .. cell.Weights.Select(weight => weight.Value)],
            at => (new GruReference(2, 1, 2, 3) { ResetAfter = resetAfter }).Gru(at[0], at[2], at[3], at[4], at[1]));
    }

    [Fact]
    public void The_config_comes_back() => LayerTester.CheckConfig(
        () => new GRUCell(
            4, "relu", "hard_sigmoid", false, "zeros", "glorot_normal", "ones", "l1", "l2", "l1l2", "max_norm", "non_neg", "unit_norm",
            0.1, 0.2, false, 5, "c"));

    [Fact]
    public void In_a_model_a_step_is_a_layer_with_several_inputs()
    {
        Input x = new([3]), h = new([2]);
        SymbolicTensor[] next = new GRUCell(2, name: "c").ApplyAll([x, h]);
        var model = new Model([x, h], next);
        Model copy = Model.FromConfig(model.ToConfig());
        copy.SetWeights(model.GetWeights());
        Tensor[] inputs = [Tensor.From(TestData.Uniform(6, 1), [2, 3]), Tensor.From(TestData.Uniform(4, 2), [2, 2])];
        Assert.Equal(model.ApplyAll(inputs)[0].ToArray(), copy.ApplyAll(inputs)[1].ToArray());
    }
}
