using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers;

public class LayerNamesTests
{
    [Fact]
    public void A_layer_without_a_name_is_called_by_its_class_and_numbered_from_the_second_on()
    {
        LayerNames.Reset();
        Layer[] layers =
        [
            new Conv2D(4, 3), new Conv2D(4, 3), new MaxPooling2D(), new AveragePooling2D(), new GlobalAveragePooling2D(), new Flatten(),
            new Dense(3), new Dropout(0.5f), new ReLU(), new Rescaling(1f), new Conv2D(4, 3),
        ];

        Assert.Equal(
            [
                "conv2d", "conv2d_1", "max_pooling2d", "average_pooling2d", "global_average_pooling2d", "flatten",
                "dense", "dropout", "re_lu", "rescaling", "conv2d_2",
            ],
            layers.Select(layer => layer.Name));
    }

    [Fact]
    public void A_given_name_stays_and_does_not_count()
    {
        LayerNames.Reset();
        Assert.Equal("head", new Dense(3, name: "head").Name);
        Assert.Equal("dense", new Dense(3).Name);
    }
}
