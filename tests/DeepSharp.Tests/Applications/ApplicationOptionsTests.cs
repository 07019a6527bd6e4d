using DeepSharp.Layers;
using App = DeepSharp.Applications;

namespace DeepSharp.Tests.Applications;

/// <summary>What all applications take, and what they refuse before they make anything.</summary>
public sealed class ApplicationOptionsTests
{
    private static readonly Shape s_small = [32, 32, 3];

    [Fact]
    public void A_graph_may_begin_in_the_midst_of_layers()
    {
        var image = new Input([40, 36, 1]);
        SymbolicTensor colours = new Conv2D(3, 1, name: "colours").Apply(image);
        Model model = App.MobileNetV2(alpha: 0.35, includeTop: false, inputTensor: colours);
        Assert.Same(image, model.Inputs[0]);
        Assert.Equal(["colours", "Conv1"], model.Layers.Skip(1).Take(2).Select(layer => layer.Name));
        Assert.Equal([Shape.Any, 2, 2, 1280], model.OutputShape.ToArray());
    }

    [Fact]
    public void Layers_carry_the_numbers_of_their_family()
    {
        Model model = App.MobileNetV2(s_small, alpha: 0.35, includeTop: false, name: null);
        var normalization = (BatchNormalization)model.GetLayer("block_3_depthwise_BN");
        Assert.Equal((0.999f, 1e-3f), ((float)normalization.Momentum, (float)normalization.Epsilon));
        Assert.Equal(6f, ((ReLU)model.GetLayer("out_relu")).MaxValue);
        Assert.Equal("mobilenetv2_0.35_32", model.Name);
        Model dense = App.DenseNet121(includeTop: false, inputShape: s_small);
        Assert.Equal(1.001e-5f, (float)((BatchNormalization)dense.GetLayer("conv2_block1_0_bn")).Epsilon);
        Assert.Equal("my_net", App.MobileNet(s_small, 0.25, includeTop: false, name: "my_net").Name);
    }

    [Fact]
    public void Without_an_activation_the_top_gives_logits()
    {
        Model model = App.MobileNetV2(s_small, alpha: 0.35, classes: 4, classifierActivation: null);
        Assert.Equal(Activation.Linear, ((Dense)model.GetLayer("predictions")).Activation);
    }

    [Fact]
    public void Images_of_the_wrong_size_are_refused()
    {
        Assert.Contains("32x32", Refused(() => App.VGG16(includeTop: false, inputShape: [31, 64, 3])));
        Assert.Contains("75x75", Refused(() => App.InceptionV3(includeTop: false, inputShape: [74, 100, 3])));
        Assert.Contains("71x71", Refused(() => App.Xception(includeTop: false, inputShape: [100, 70, 3])));
        Assert.Contains("32x32", Refused(() => App.MobileNetV3Small([16, 16, 3])));
        Assert.Contains("includeTop: false", Refused(() => App.ResNet50(inputShape: [Shape.Any, 64, 3])));
        Assert.Contains("rank 3", Refused(() => App.ResNet50(includeTop: false, inputShape: [64, 64])));
        Assert.Contains("number of channels", Refused(() => App.ResNet50(includeTop: false, inputShape: [64, 64, Shape.Any])));
        Assert.Contains("rank 4", Refused(() => App.ResNet50(includeTop: false, inputTensor: new Input([64, 3]))));
        Assert.Contains("agree", Refused(() => App.ResNet50(includeTop: false, inputTensor: new Input([64, 64, 3]), inputShape: s_small)));
    }

    [Fact]
    public void A_graph_that_depends_on_the_size_of_images_has_to_know_it()
    {
        Shape unknown = [Shape.Any, 64, 3];
        Assert.Contains("known height and width", Refused(() => App.NASNetLarge(unknown, includeTop: false)));
        Assert.Contains("known height and width", Refused(() => App.NASNetMobile(inputTensor: new Input(unknown), includeTop: false)));
    }

    [Fact]
    public void Without_a_name_layers_are_called_after_the_application()
    {
        Model model = LoadBudget.RunForShapes(() => App.ConvNeXtTiny(includeTop: false, inputShape: s_small, name: null));
        Assert.NotNull(model.GetLayer("convnext_tiny_stem"));
        Model named = LoadBudget.RunForShapes(() => App.ConvNeXtTiny(includeTop: false, inputShape: s_small, name: "net"));
        Assert.Equal("net", named.Name);
        Assert.NotNull(named.GetLayer("net_stage_3_block_2_layer_scale"));
    }

    [Fact]
    public void Layers_of_the_efficient_ones_carry_their_numbers()
    {
        Model first = App.EfficientNetB0(inputShape: s_small, classes: 2), second = App.EfficientNetV2B0(inputShape: s_small, classes: 2);
        Assert.Equal(0.2f * 14 / 16, ((Dropout)first.GetLayer("block6d_drop")).Rate, 1e-6f);
        Assert.Equal(0.2f, ((Dropout)second.GetLayer("top_dropout")).Rate);
        Assert.Equal((0.99f, 0.9f), ((float)Normalized(first).Momentum, (float)Normalized(second).Momentum));
        Assert.Equal(
            Initializer.VarianceScaling(1.0 / 3, "fan_out", "uniform"), ((Dense)first.GetLayer("predictions")).KernelInitializer);
        Assert.Equal([0.485f, 0.456f, 0.406f], second.Layers.OfType<Normalization>().Single().Mean!.ToArray());

        static BatchNormalization Normalized(Model model) => (BatchNormalization)model.GetLayer("stem_bn");
    }

    [Fact]
    public void Unknown_options_are_refused()
    {
        Assert.Contains("'mean'", Assert.Throws<ArgumentException>(() => App.VGG16(includeTop: false, pooling: "mean")).Message);
        Assert.Contains("1 class", Assert.Throws<ArgumentOutOfRangeException>(() => App.VGG16(classes: 0)).Message);
        Assert.Contains("alpha", Assert.Throws<ArgumentOutOfRangeException>(() => App.MobileNetV2(alpha: 0)).Message);
        Assert.Contains("alpha", Assert.Throws<ArgumentOutOfRangeException>(() => App.MobileNetV3Large(alpha: double.NaN)).Message);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-0.5)]
    [InlineData(1e300)]
    public void Numbers_that_are_no_sizes_or_shares_are_refused_by_name(double number)
    {
        Assert.Contains("dropoutRate", Assert.Throws<ArgumentOutOfRangeException>(() => App.MobileNetV3Small(dropoutRate: number)).Message);
        Assert.Contains("alpha", Assert.Throws<ArgumentOutOfRangeException>(() => App.MobileNet(alpha: number)).Message);
        Assert.ThrowsAny<ArgumentException>(() => App.MobileNet(s_small, alpha: 0.25, dropout: number));
    }

    [Fact]
    public void Weights_that_would_be_downloaded_and_files_of_Keras_are_refused_by_name()
    {
        string message = Assert.Throws<ArgumentException>(() => App.ResNet50(weights: "imagenet")).Message;
        Assert.Contains("Applications.ResNet50", message);
        Assert.Contains("save_weights", message);
        Assert.Contains("PureDeepSharp.Keras", message);

        // Its graph with these weights has a layer more, so that weights alone would give other numbers.
        string whole = Assert.Throws<ArgumentException>(() => App.EfficientNetB0(weights: "imagenet")).Message;
        Assert.Contains("EfficientNetB0.keras", whole);
        Assert.DoesNotContain("save_weights", whole);

        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["old.h5"], [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]);
        Assert.Contains("PureDeepSharp.Keras", Assert.Throws<ModelFileException>(() => App.VGG16(weights: folder["old.h5"])).Message);
        Assert.Throws<FileNotFoundException>(() => App.VGG16(weights: folder["missing.safetensors"]));
    }

    [Fact]
    public void Weights_come_from_a_file_and_have_to_fit()
    {
        using var folder = new TemporaryFolder();
        string file = folder["small.weights.safetensors"];
        Model model = App.MobileNetV2(s_small, alpha: 0.35, classes: 4);
        model.SaveWeights(file);

        Model same = App.MobileNetV2(s_small, alpha: 0.35, classes: 4, weights: file);

        Tensor x = Tensor.From(TestData.Uniform(2 * 32 * 32 * 3, seed: 1), [2, 32, 32, 3]);
        TestData.AssertSameBits(model.Predict(x).ToArray(), same.Predict(x).ToArray(), "prediction");
        Assert.Throws<ModelFileException>(() => App.MobileNetV2(s_small, alpha: 0.35, classes: 5, weights: file));
        Assert.Contains("softmax", Assert.Throws<ArgumentException>(
            () => App.MobileNetV2(s_small, alpha: 0.35, classes: 4, weights: file, classifierActivation: "sigmoid")).Message);
    }

    private static string Refused(Func<Model> create) => Assert.Throws<ShapeException>(create).Message;
}
