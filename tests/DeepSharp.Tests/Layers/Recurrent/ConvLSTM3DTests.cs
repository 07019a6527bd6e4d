using DeepSharp.Layers;
using DeepSharp.Tests.Reference;
using static DeepSharp.Tests.Reference.VolumeReference;

namespace DeepSharp.Tests.Layers.Recurrent;

public class ConvLSTM3DTests
{
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new ConvLSTM3D(2, (1, 2, 2), name: "l"), [2, 2, 2, 3, 3, 1], output: [2, 2, 2, 2, 2], weights: 3,
        (x, w) => new ConvLSTMReference(2, 2, 1, 2, Axis.Convolution(2, 1), Axis.Convolution(3, 2), Axis.Convolution(3, 2))
            .Run(x, w[0], w[1], w[2]));
}
