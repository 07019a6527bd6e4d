using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Core;

public class IdentityTests
{
    [Fact]
    public void Holds_what_every_layer_holds() =>
        LayerTester.Check(() => new Identity(name: "i"), input: [2, 3, 4], output: [2, 3, 4], weights: 0, (x, _) => x);

    [Fact]
    public void Gives_back_the_same_tensor()
    {
        Tensor x = Tensor.Zeros([2, 3]);
        Assert.Same(x, new Identity().Apply(x));
    }
}
