using App = DeepSharp.Applications;

namespace DeepSharp.Tests.Applications;

/// <summary>Layers, their order, shapes, connections and weights are those of Keras's functions, which were run on counted layers.</summary>
public sealed class ApplicationGraphTests
{
    private static readonly Dictionary<string, Graph> s_graphs = new()
    {
        ["VGG16"] = new(() => App.VGG16(), "vgg16", 23, 138_357_544, 138_357_544, "6a6ee9bdfdcdbd93"),
        ["VGG19 includeTop: false"] = new(() => App.VGG19(includeTop: false), "vgg19", 22, 20_024_384, 20_024_384, "6a8207681bc4460b"),
        ["ResNet50"] = new(() => App.ResNet50(), "resnet50", 177, 25_636_712, 25_583_592, "8b46c9ca4f033faa"),
        ["ResNet101"] = new(() => App.ResNet101(), "resnet101", 347, 44_707_176, 44_601_832, "7d7b24d742a23ad2"),
        ["ResNet152"] = new(() => App.ResNet152(), "resnet152", 517, 60_419_944, 60_268_520, "4e75d17d0401a1ee"),
        ["ResNet50V2"] = new(() => App.ResNet50V2(), "resnet50v2", 192, 25_613_800, 25_568_360, "dae2ccbdac2e4e79"),
        ["ResNet101V2"] = new(() => App.ResNet101V2(), "resnet101v2", 379, 44_675_560, 44_577_896, "bd66260c3b374f43"),
        ["ResNet152V2"] = new(() => App.ResNet152V2(), "resnet152v2", 566, 60_380_648, 60_236_904, "ed88ad2eb669751a"),
        ["MobileNet"] = new(() => App.MobileNet(), "mobilenet_1.00_224", 91, 4_253_864, 4_231_976, "5da357bf7ae8976d"),
        ["MobileNetV2"] = new(() => App.MobileNetV2(), "mobilenetv2_1.00_224", 156, 3_538_984, 3_504_872, "6d07c7f9195545f2"),
        ["MobileNetV3Small"] = new(() => App.MobileNetV3Small(), "MobileNetV3Small", 182, 2_554_968, 2_542_856, "ff564471670dfe53"),
        ["MobileNetV3Large"] = new(() => App.MobileNetV3Large(), "MobileNetV3Large", 210, 5_507_432, 5_483_032, "8dd85177c0287e1e"),
        ["DenseNet121"] = new(() => App.DenseNet121(), "densenet121", 429, 8_062_504, 7_978_856, "ca63861d08b35f95"),
        ["DenseNet169"] = new(() => App.DenseNet169(), "densenet169", 597, 14_307_880, 14_149_480, "9fea140a3aa6618a"),
        ["DenseNet201"] = new(() => App.DenseNet201(), "densenet201", 709, 20_242_984, 20_013_928, "cd11566b4a957d5a"),
        ["InceptionV3"] = new(() => App.InceptionV3(), "inception_v3", 313, 23_851_784, 23_817_352, "04bcb7820f59a0cb"),
        ["VGG16 includeTop: false, pooling: 'max', inputShape: [48, 64, 3]"] = new(() => App.VGG16(includeTop: false, pooling: "max", inputShape: [48, 64, 3]), "vgg16", 20, 14_714_688, 14_714_688, "2a651ec180c6c7b5"),
        ["ResNet50 includeTop: false"] = new(() => App.ResNet50(includeTop: false), "resnet50", 175, 23_587_712, 23_534_592, "b936386f760a64ff"),
        ["ResNet50V2 includeTop: false, inputShape: [33, 64, 1], pooling: 'avg'"] = new(() => App.ResNet50V2(includeTop: false, inputShape: [33, 64, 1], pooling: "avg"), "resnet50v2", 191, 23_558_528, 23_513_088, "feee88456a2efce3"),
        ["MobileNet alpha: 0.25, inputShape: [32, 32, 3], classes: 7, depthMultiplier: 2"] = new(() => App.MobileNet(alpha: 0.25, inputShape: [32, 32, 3], classes: 7, depthMultiplier: 2), "mobilenet_0.25_32", 91, 432_687, 424_735, "662f19cecf229b08"),
        ["MobileNetV2 alpha: 0.35, inputShape: [33, 96, 3], includeTop: false, pooling: 'max'"] = new(() => App.MobileNetV2(alpha: 0.35, inputShape: [33, 96, 3], includeTop: false, pooling: "max"), "mobilenetv2_0.35_33", 155, 410_208, 396_128, "dc108785f439ba0d"),
        ["MobileNetV2 alpha: 1.4, classes: 10"] = new(() => App.MobileNetV2(alpha: 1.4, classes: 10), "mobilenetv2_1.40_224", 156, 4_381_642, 4_333_706, "0fecfe9dce1fcdc8"),
        ["MobileNetV2 includeTop: false"] = new(() => App.MobileNetV2(includeTop: false), "mobilenetv2_1.00_None", 154, 2_257_984, 2_223_872, "95d9cafcf17c7e5c"),
        ["MobileNetV3Small alpha: 0.75, minimalistic: true, inputShape: [64, 64, 3], classes: 10"] = new(() => App.MobileNetV3Small(alpha: 0.75, minimalistic: true, inputShape: [64, 64, 3], classes: 10), "MobileNetV3Small", 110, 727_442, 717_762, "79d1fd8cf9e9e431"),
        ["MobileNetV3Large alpha: 1.25, includeTop: false, pooling: 'avg', includePreprocessing: false, dropoutRate: 0.0"] = new(() => App.MobileNetV3Large(alpha: 1.25, includeTop: false, pooling: "avg", includePreprocessing: false, dropoutRate: 0.0), "MobileNetV3Large", 202, 4_764_160, 4_733_184, "b84c455d42128810"),
        ["DenseNet121 includeTop: false, pooling: 'max'"] = new(() => App.DenseNet121(includeTop: false, pooling: "max"), "densenet121", 428, 7_037_504, 6_953_856, "0a3fa115ebce6e62"),
        ["InceptionV3 includeTop: false, inputShape: [75, 75, 3], pooling: 'avg'"] = new(() => App.InceptionV3(includeTop: false, inputShape: [75, 75, 3], pooling: "avg"), "inception_v3", 312, 21_802_784, 21_768_352, "1f2b9faa784dc218"),
        ["Xception"] = new(() => App.Xception(), "xception", 134, 22_910_480, 22_855_952, "ed0cd71081861d8b"),
        ["Xception includeTop: false, inputShape: [71, 71, 3], pooling: 'avg'"] = new(() => App.Xception(includeTop: false, inputShape: [71, 71, 3], pooling: "avg"), "xception", 133, 20_861_480, 20_806_952, "849ab91a32484d1a"),
    };

    public static TheoryData<string> Cases => [.. s_graphs.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Layers_weights_and_connections_are_those_of_Keras(string id)
    {
        Graph graph = s_graphs[id];
        Model model = graph.Create();
        Assert.Equal((graph.Name, graph.Layers), (model.Name, model.Layers.Count));
        Assert.Equal((graph.Weights, graph.Trainable), (GraphListing.Count(model.Weights), GraphListing.Count(model.TrainableWeights)));
        string listing = GraphListing.Of(model);
        Assert.True(graph.Hash == GraphListing.HashOf(listing), listing);
    }

    private sealed record Graph(Func<Model> Create, string Name, int Layers, long Weights, long Trainable, string Hash);
}
