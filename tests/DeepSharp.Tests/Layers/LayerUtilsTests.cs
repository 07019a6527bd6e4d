using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers;

public class LayerUtilsTests
{
    [Fact]
    public void Parameters_are_counted_once()
    {
        var model = new Sequential { new Input([3]), new Dense(4), new BatchNormalization() };
        Assert.Equal(3 * 4 + 4 + 4 * 4, Utils.CountParams(model.Weights));
        Assert.Equal(3 * 4 + 4 + 2 * 4, Utils.CountParams([.. model.TrainableWeights, .. model.TrainableWeights]));
        Assert.Equal(0, Utils.CountParams([]));
    }

    [Fact]
    public void Sources_are_the_inputs_in_their_order()
    {
        Input a = new([2]), b = new([2]), c = new([2]);
        SymbolicTensor both = new Add().Apply(new Dense(2).Apply(a), b), all = new Concatenate().Apply(both, c, a);
        Assert.Equal([a, b, c], Utils.GetSourceInputs(all));
        Assert.Equal([a], Utils.GetSourceInputs(a));
    }

    [Fact]
    public void A_long_chain_with_many_ways_through_it_is_walked_once()
    {
        var input = new Input([2]);
        SymbolicTensor x = input;
        for (int i = 0; i < 2000; i++) x = new Add().Apply(x, x);
        Assert.Equal([input], Utils.GetSourceInputs(x));
    }
}
