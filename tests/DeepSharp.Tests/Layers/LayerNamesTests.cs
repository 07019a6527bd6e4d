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

    [Theory]
    [InlineData("Conv2D", "conv2d")]
    [InlineData("Conv2DTranspose", "conv2d_transpose")]
    [InlineData("MaxPooling2D", "max_pooling2d")]
    [InlineData("BatchNormalization", "batch_normalization")]
    [InlineData("GlobalAveragePooling2D", "global_average_pooling2d")]
    [InlineData("UpSampling2D", "up_sampling2d")]
    [InlineData("ReLU", "re_lu")]
    [InlineData("PReLU", "p_re_lu")]
    [InlineData("LeakyReLU", "leaky_re_lu")]
    [InlineData("ELU", "elu")]
    [InlineData("LSTM", "lstm")]
    [InlineData("GRU", "gru")]
    [InlineData("GRUCell", "gru_cell")]
    [InlineData("SimpleRNN", "simple_rnn")]
    [InlineData("InputLayer", "input_layer")]
    [InlineData("Sequential", "sequential")]
    [InlineData("SGD", "sgd")]
    [InlineData("Adam", "adam")]
    [InlineData("Dense2Layer", "dense2_layer")]
    [InlineData("D", "d")]
    public void Class_names_become_snake_case_as_in_Keras(string className, string name) =>
        Assert.Equal(name, LayerNames.ToSnakeCase(className));

    [Fact]
    public async Task Names_that_several_threads_take_are_all_different()
    {
        LayerNames.Reset();
        string[][] names = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(Hundred)));
        Assert.Equal(400, names.SelectMany(name => name).Distinct().Count());

        static string[] Hundred() => [.. Enumerable.Range(0, 100).Select(_ => LayerNames.Next("Dense"))];
    }
}
