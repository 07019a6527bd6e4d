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
        ["EfficientNetB0"] = new(() => App.EfficientNetB0(), "efficientnetb0", 240, 5_330_571, 5_288_548, "2a73e4e98d632610"),
        ["EfficientNetB1"] = new(() => App.EfficientNetB1(), "efficientnetb1", 342, 7_856_239, 7_794_184, "0c6db8fb881a4dea"),
        ["EfficientNetB2"] = new(() => App.EfficientNetB2(), "efficientnetb2", 342, 9_177_569, 9_109_994, "c28ad58d94f37a96"),
        ["EfficientNetB3"] = new(() => App.EfficientNetB3(), "efficientnetb3", 387, 12_320_535, 12_233_232, "2e7f14d3fbdfc0bb"),
        ["EfficientNetB4"] = new(() => App.EfficientNetB4(), "efficientnetb4", 477, 19_466_823, 19_341_616, "a42e6c2f3a943e23"),
        ["EfficientNetB5"] = new(() => App.EfficientNetB5(), "efficientnetb5", 579, 30_562_527, 30_389_784, "edf1d996887832e2"),
        ["EfficientNetB6"] = new(() => App.EfficientNetB6(), "efficientnetb6", 669, 43_265_143, 43_040_704, "e9c84c01e3d5f13d"),
        ["EfficientNetB7"] = new(() => App.EfficientNetB7(), "efficientnetb7", 816, 66_658_687, 66_347_960, "1f26f05866314aa9"),
        ["EfficientNetB0 includeTop: false"] = new(() => App.EfficientNetB0(includeTop: false), "efficientnetb0", 237, 4_049_571, 4_007_548, "e4f565fb61a270a0"),
        ["EfficientNetB0 includeTop: false, pooling: 'avg', inputShape: [33, 64, 1]"] = new(() => App.EfficientNetB0(includeTop: false, pooling: "avg", inputShape: [33, 64, 1]), "efficientnetb0", 238, 4_048_991, 4_006_972, "213fed486eafef10"),
        ["EfficientNetB3 includeTop: false, pooling: 'max', inputShape: [47, 32, 3]"] = new(() => App.EfficientNetB3(includeTop: false, pooling: "max", inputShape: [47, 32, 3]), "efficientnetb3", 385, 10_783_535, 10_696_232, "4853c7e49da76a1e"),
        ["EfficientNetB1 classes: 7, inputShape: [64, 50, 3]"] = new(() => App.EfficientNetB1(classes: 7, inputShape: [64, 50, 3]), "efficientnetb1", 342, 6_584_206, 6_522_151, "0436339583e6cbae"),
        ["EfficientNetV2B0"] = new(() => App.EfficientNetV2B0(), "efficientnetv2-b0", 273, 7_200_312, 7_139_704, "1be044fa2063ab85"),
        ["EfficientNetV2B1"] = new(() => App.EfficientNetV2B1(), "efficientnetv2-b1", 337, 8_212_124, 8_141_052, "cea641dfba9668ef"),
        ["EfficientNetV2B2"] = new(() => App.EfficientNetV2B2(), "efficientnetv2-b2", 352, 10_178_374, 10_096_086, "887d0d6aea7ab091"),
        ["EfficientNetV2B3"] = new(() => App.EfficientNetV2B3(), "efficientnetv2-b3", 412, 14_467_622, 14_358_406, "918ff51714154b2a"),
        ["EfficientNetV2S"] = new(() => App.EfficientNetV2S(), "efficientnetv2-s", 516, 21_612_360, 21_458_488, "cad72ee0896f3a9f"),
        ["EfficientNetV2M"] = new(() => App.EfficientNetV2M(), "efficientnetv2-m", 743, 54_431_388, 54_139_356, "2ec40c6e90a2827c"),
        ["EfficientNetV2L"] = new(() => App.EfficientNetV2L(), "efficientnetv2-l", 1031, 119_027_848, 118_515_272, "d53414d38676e1ec"),
        ["EfficientNetV2B0 includeTop: false"] = new(() => App.EfficientNetV2B0(includeTop: false), "efficientnetv2-b0", 270, 5_919_312, 5_858_704, "237831d2829f067e"),
        ["EfficientNetV2B3 includeTop: false, pooling: 'max', inputShape: [33, 64, 1]"] = new(() => App.EfficientNetV2B3(includeTop: false, pooling: "max", inputShape: [33, 64, 1]), "efficientnetv2-b3", 409, 12_929_902, 12_820_686, "7fe7d067506f69e4"),
        ["EfficientNetV2S includeTop: false, pooling: 'avg', includePreprocessing: false"] = new(() => App.EfficientNetV2S(includeTop: false, pooling: "avg", includePreprocessing: false), "efficientnetv2-s", 513, 20_331_360, 20_177_488, "49b95a599f45ddae"),
        ["EfficientNetV2B1 classes: 7, inputShape: [40, 64, 3], includePreprocessing: false"] = new(() => App.EfficientNetV2B1(classes: 7, inputShape: [40, 64, 3], includePreprocessing: false), "efficientnetv2-b1", 335, 6_940_091, 6_869_019, "bf60f98406ad8da5"),
        ["ConvNeXtTiny"] = new(() => App.ConvNeXtTiny(), "convnext_tiny", 153, 28_589_128, 28_589_128, "957cbd77e0e47321"),
        ["ConvNeXtSmall"] = new(() => App.ConvNeXtSmall(), "convnext_small", 297, 50_223_688, 50_223_688, "eeb909e810f7ef32"),
        ["ConvNeXtBase"] = new(() => App.ConvNeXtBase(), "convnext_base", 297, 88_591_464, 88_591_464, "2f602c2dd115255d"),
        ["ConvNeXtLarge"] = new(() => App.ConvNeXtLarge(), "convnext_large", 297, 197_767_336, 197_767_336, "d2c554b3c5194c8a"),
        ["ConvNeXtXLarge"] = new(() => App.ConvNeXtXLarge(), "convnext_xlarge", 297, 350_196_968, 350_196_968, "97f6a8ad44358ebe"),
        ["ConvNeXtTiny includeTop: false"] = new(() => App.ConvNeXtTiny(includeTop: false), "convnext_tiny", 151, 27_820_128, 27_820_128, "f660b0751e3f9317"),
        ["ConvNeXtTiny includeTop: false, pooling: 'avg', inputShape: [33, 64, 1]"] = new(() => App.ConvNeXtTiny(includeTop: false, pooling: "avg", inputShape: [33, 64, 1]), "convnext_tiny", 151, 27_817_056, 27_817_056, "dc0477c8b11843a8"),
        ["ConvNeXtSmall includeTop: false, pooling: 'max', inputShape: [64, 64, 3], includePreprocessing: false"] = new(() => App.ConvNeXtSmall(includeTop: false, pooling: "max", inputShape: [64, 64, 3], includePreprocessing: false), "convnext_small", 295, 49_454_688, 49_454_688, "d5ae6e9f7f446383"),
        ["InceptionResNetV2"] = new(() => App.InceptionResNetV2(), "inception_resnet_v2", 782, 55_873_736, 55_813_192, "2c238e9b0d3be4ea"),
        ["InceptionResNetV2 includeTop: false"] = new(() => App.InceptionResNetV2(includeTop: false), "inception_resnet_v2", 780, 54_336_736, 54_276_192, "572c814913041993"),
        ["InceptionResNetV2 includeTop: false, pooling: 'max', inputShape: [75, 96, 1]"] = new(() => App.InceptionResNetV2(includeTop: false, pooling: "max", inputShape: [75, 96, 1]), "inception_resnet_v2", 781, 54_336_160, 54_275_616, "d65932cd0ee4cd87"),
        ["NASNetMobile"] = new(() => App.NASNetMobile(), "nasnet_mobile", 771, 5_326_716, 5_289_978, "ae092ace2b972c67"),
        ["NASNetLarge"] = new(() => App.NASNetLarge(), "nasnet_large", 1041, 88_949_818, 88_753_150, "5a8183a9a2cf03e0"),
        ["NASNetMobile includeTop: false"] = new(() => App.NASNetMobile(includeTop: false), "nasnet_mobile", 769, 4_269_716, 4_232_978, "de2c2b156bc0a610"),
        ["NASNetMobile includeTop: false, pooling: 'avg', inputShape: [32, 47, 3]"] = new(() => App.NASNetMobile(includeTop: false, pooling: "avg", inputShape: [32, 47, 3]), "nasnet_mobile", 770, 4_269_716, 4_232_978, "777b6ed18fbf69b7"),
        ["NASNetMobile classes: 7, inputShape: [65, 64, 1]"] = new(() => App.NASNetMobile(classes: 7, inputShape: [65, 64, 1]), "nasnet_mobile", 771, 4_276_539, 4_239_801, "095e6c6fd1f31e71"),
        ["NASNetLarge includeTop: false, inputShape: [96, 75, 3], pooling: 'max'"] = new(() => App.NASNetLarge(includeTop: false, inputShape: [96, 75, 3], pooling: "max"), "nasnet_large", 1040, 84_916_818, 84_720_150, "7ca45ef37859d574"),
    };

    public static TheoryData<string> Cases => [.. s_graphs.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Layers_weights_and_connections_are_those_of_Keras(string id)
    {
        Graph graph = s_graphs[id];
        Model model = LoadBudget.RunForShapes(graph.Create);
        Assert.Equal((graph.Name, graph.Layers), (model.Name, model.Layers.Count));
        Assert.Equal((graph.Weights, graph.Trainable), (GraphListing.Count(model.Weights), GraphListing.Count(model.TrainableWeights)));
        string listing = GraphListing.Of(model);
        Assert.True(graph.Hash == GraphListing.HashOf(listing), listing);
    }

    private sealed record Graph(Func<Model> Create, string Name, int Layers, long Weights, long Trainable, string Hash);
}
