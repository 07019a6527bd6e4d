using App = DeepSharp.Applications;

namespace DeepSharp.Tests.Applications;

/// <summary>What lies before and behind the networks.</summary>
public sealed class ImageNetTests
{
    private static readonly float[] s_caffe = [128 - 103.939f, 0 - 116.779f, 255 - 123.68f];
    private static readonly float[] s_tf = [255 / 127.5f - 1, 0 / 127.5f - 1, 128 / 127.5f - 1];

    private static readonly float[] s_torch =
        [(255 / 255f - 0.485f) / 0.229f, (0 / 255f - 0.456f) / 0.224f, (128 / 255f - 0.406f) / 0.225f];

    public static TheoryData<string> Families =>
    [
        "vgg16", "vgg19", "resnet", "resnet50", "resnet_v2", "mobilenet", "mobilenet_v2", "mobilenet_v3", "inception_v3",
        "inception_resnet_v2", "xception", "nasnet", "densenet", "efficientnet", "efficientnet_v2", "convnext", "caffe", "tf", "torch",
    ];

    [Theory]
    [MemberData(nameof(Families))]
    public void A_family_prepares_images_as_in_Keras(string family)
    {
        float[] want = family switch
        {
            "caffe" or "vgg16" or "vgg19" or "resnet" or "resnet50" => s_caffe,
            "torch" or "densenet" => s_torch,
            "mobilenet_v3" or "efficientnet" or "efficientnet_v2" or "convnext" => [255, 0, 128],
            _ => s_tf,
        };
        DataArray bytes = DataArray.From(new byte[] { 255, 0, 128, 255, 0, 128 }, [1, 1, 2, 3]);
        Tensor floats = Tensor.From([255, 0, 128, 255, 0, 128], [1, 2, 3]);

        TestData.AssertSameBits([.. want, .. want], App.PreprocessInput(bytes, family).ToArray(), "data");
        TestData.AssertSameBits([.. want, .. want], App.PreprocessInput(floats, family).ToArray(), "tensor");
        Assert.Equal(bytes.Shape, App.PreprocessInput(bytes, family).Shape);
        Assert.Equal(255f, floats[0, 0, 0]);
    }

    [Fact]
    public void Without_a_mode_it_is_caffe() =>
        Assert.Equal(s_caffe, App.PreprocessInput(Tensor.From([255, 0, 128], [1, 1, 3])).ToArray());

    [Fact]
    public void In_a_model_it_is_arithmetic_as_in_Keras()
    {
        var image = new Input([4, 4, 3]);
        var model = new Model(image, App.PreprocessInput(image, "mobilenet_v2"));
        Assert.Equal(["InputLayer", "Divide", "Subtract"], model.Layers.Select(layer => layer.ClassName));
        Assert.Equal(-1f, model.Predict(Tensor.Zeros([1, 4, 4, 3])).ToArray()[0]);
        Assert.Same(image, App.PreprocessInput(image, "mobilenet_v3"));
        Assert.Contains("'caffe'", Assert.Throws<NotSupportedException>(() => App.PreprocessInput(image, "resnet50")).Message);
    }

    [Fact]
    public void What_is_no_image_or_no_mode_is_refused()
    {
        Assert.Contains("'caffee'", Assert.Throws<ArgumentException>(() => App.PreprocessInput(Tensor.Zeros([2, 2, 3]), "caffee")).Message);
        Assert.Contains("(2, 2, 1)", Assert.Throws<ShapeException>(() => App.PreprocessInput(Tensor.Zeros([2, 2, 1]), "torch")).Message);
        Assert.Contains("(2, 2)", Assert.Throws<ShapeException>(() => App.PreprocessInput(Tensor.Zeros([2, 2]), "tf")).Message);
        Assert.Equal([2, 2, 1], App.PreprocessInput(Tensor.Zeros([2, 2, 1]), "tf").Shape.ToArray());
    }

    [Fact]
    public void The_likeliest_classes_come_first_with_their_names()
    {
        using var folder = new TemporaryFolder();
        string index = folder["index.json"];
        File.WriteAllText(index, $"{{{string.Join(", ", Enumerable.Range(0, 1000).Select(i => $"\"{i}\": [\"n{i:00000000}\", \"thing {i}\"]"))}}}");
        Tensor scores = Tensor.Zeros([2, 1000]);
        (scores[0, 7], scores[0, 3], scores[1, 999]) = (0.5f, 0.25f, 1f);

        var decoded = App.DecodePredictions(scores, top: 2, classIndex: index);

        Assert.Equal([("n00000007", "thing 7", 0.5f), ("n00000003", "thing 3", 0.25f)], decoded[0]);
        Assert.Equal([("n00000999", "thing 999", 1f), ("n00000998", "thing 998", 0f)], decoded[1]);
        Assert.Equal(5, App.DecodePredictions(scores, classIndex: index)[0].Count);
        Assert.Equal(1000, App.DecodePredictions(scores, 5000, index)[0].Count);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"0\": [\"a\"]}")]
    [InlineData("{\"0\": 5}")]
    [InlineData("{\"0\": [1, 2]}")]
    [InlineData("not json")]
    public void Another_file_than_that_of_the_names_is_refused(string text)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["other.json"], text);
        Tensor scores = Tensor.Zeros([1, 1000]);
        var error = Assert.Throws<InvalidDataException>(() => App.DecodePredictions(scores, classIndex: folder["other.json"]));
        Assert.Contains("imagenet_class_index.json", error.Message);
    }

    [Fact]
    public void Without_the_file_and_for_other_classes_it_says_so()
    {
        Tensor scores = Tensor.Zeros([1, 1000]);
        var missing = Assert.Throws<FileNotFoundException>(() => App.DecodePredictions(scores, classIndex: "/nowhere/index.json"));
        Assert.Contains("imagenet_class_index.json", missing.Message);
        Assert.Contains("(1, 10)", Assert.Throws<ShapeException>(() => App.DecodePredictions(Tensor.Zeros([1, 10]))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => App.DecodePredictions(scores, top: 0));
    }

    [Fact]
    public void Keras_keeps_its_files_in_its_home()
    {
        Assert.Equal("/k", ImageNetClassIndex.KerasFolder(name => name == "KERAS_HOME" ? "/k" : null));
        Assert.EndsWith(".keras", ImageNetClassIndex.KerasFolder(_ => null));
    }
}
