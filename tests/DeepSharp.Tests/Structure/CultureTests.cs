using System.Globalization;
using DeepSharp.Datasets;
using DeepSharp.Layers;
using DeepSharp.Tests.Models;

namespace DeepSharp.Tests.Structure;

/// <summary>What the library says is the same in every culture.</summary>
public sealed class CultureTests
{
    private static readonly Dictionary<string, Func<object?>> s_failures = new()
    {
        ["a tensor that is too large"] = () => Tensor.Zeros([50_000, 50_000]),
        ["a negative length"] = () => Shape.Create([2, -3]),
        ["an axis"] = () => Tensor.Zeros([2, 3]).Shape[-5],
        ["a position"] = () => Tensor.Zeros([2, 3])[-9, 0],
        ["rows"] = () => Tensor.Zeros([2, 3])[^9..],
        ["axes of a transpose"] = () => Tensor.Zeros([2, 3]).Transpose([-1, -1]),
        ["axes of a sum"] = () => Tensor.Zeros([2, 3]).Sum([-1, -1]),
        ["bounds"] = () => Tensor.Zeros([2]).Clip(1.5f, -0.5f),
        ["a step of zero"] = () => Tensor.Range(0, 1, -0f),
        ["a label beyond"] = () => Tensor.FromLabels([-20_000_000]),
        ["a label that is no class"] = () => Tensor.OneHot([-1], 3),
        ["a slope"] = () => Activation.ReLUWith(negativeSlope: -1.5f),
        ["a largest value"] = () => Activation.ReLUWith(maxValue: -1.5f),
        ["a scale"] = () => Initializer.VarianceScaling(-1.5f),
        ["a range of random numbers"] = () => Draw(random => random.FillUniform(new float[1], 1.5f, -2.5f)),
        ["a probability"] = () => Draw(random => random.FillBernoulli(new float[1], 1.5f)),
        ["a mean"] = () => Draw(random => random.FillNormal(new float[1], float.NegativeInfinity, 1f)),
        ["a standard deviation"] = () => Draw(random => random.FillNormal(new float[1], 0f, -1.5f)),
        ["an integer"] = () => new RandomStream(1).NextInt(-1),
        ["a delta"] = () => Loss.Huber(-1.5f),
        ["a k"] = () => Metric.TopKCategoricalAccuracy(-1),
        ["a norm"] = () => Constraint.MaxNorm(-1.5f),
        ["a rate of a constraint"] = () => Constraint.MinMaxNorm(rate: -1.5f),
        ["an axis of a constraint"] = () => new Variable(Tensor.Zeros([2, 3]), "w") { Constraint = Constraint.UnitNorm(-5) },
        ["axes of a normalization"] = () => new LayerNormalization([-1, -1], name: "l").Apply(Tensor.Zeros([2, 3, 4])),
        ["a mask that does not fit"] = () => new Dropout(0.5f, noiseShape: [2, 1], name: "d").Apply(Tensor.Zeros([3, 4]), training: true),
        ["a scale of the loss"] = () => new SGD(lossScaleFactor: -1.5f),
        ["a threshold"] = () => new Adafactor(clipThreshold: -1.5f),
        ["a learning rate"] = () => new SGD(-0.001f),
        ["a momentum"] = () => new SGD(momentum: 1.5f),
        ["a beta"] = () => new Adam(beta1: 1.5f),
        ["an epsilon"] = () => new Adam(epsilon: -1.5f),
        ["a rate"] = () => new Dropout(1.5f, name: "d"),
        ["filters"] = () => new Conv2D(-4, 3, name: "c"),
        ["strides"] = () => new Conv2D(4, 3, strides: (1, -1), name: "c"),
        ["a batch size of an input"] = () => new Input([2], batchSize: -1),
        ["a batch size"] = () => Fit(batchSize: -2),
        ["epochs"] = () => Fit(epochs: -1),
        ["a share"] = () => Fit(validationSplit: 1.5f),
        ["a label"] = () => SmallModelOf("sgd").TrainOnBatch(Tensor.Zeros([2, 4]), Tensor.From([0f, 1.5f])),
        ["a loss that is not finite"] = () =>
            SmallModelOf(new SGD(0.125f)).TrainOnBatch(Tensor.Full([2, 4], float.NaN), Tensor.FromLabels([0, 1])),
        ["samples"] = () => DataArray.From(new byte[12], [3, 4]).Slice(-1, 2),
        ["a sample"] = () => DataArray.From(new byte[12], [3, 4])[-1],
        ["generated samples"] = () => Cifar10Like.Generate(-1),
        ["threads"] = () => DeepSharpRuntime.Threads = -1,
        ["a width"] = () => Draw(_ => SmallModels.Classifier().Summary(TextWriter.Null, -1)),
        ["a value in a config"] = () => new ConfigReader(new() { ["units"] = 1.5 }, "Dense").Int("units"),
    };

    public static TheoryData<string> Failures => [.. s_failures.Keys];

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_message_is_the_same_in_every_culture(string name)
    {
        string expected = MessageOf(s_failures[name]);
        string abroad = Abroad(() => MessageOf(s_failures[name]));

        Assert.Equal(expected, abroad);
    }

    [Fact]
    public void Numbers_in_messages_have_points()
    {
        Assert.Contains("but got 1.5.", Abroad(() => MessageOf(() => new Dropout(1.5f, name: "d"))));
        Assert.Contains("at most 2,147,483,591 values", Abroad(() => MessageOf(() => Tensor.Zeros([50_000, 50_000]))));
        Assert.Contains("(now 0.125)", Abroad(() => MessageOf(s_failures["a loss that is not finite"])));
    }

    [Fact]
    public void Texts_are_the_same_in_every_culture()
    {
        Func<string>[] texts =
        [
            () => Tensor.From([-1.5f, 1e9f]).ToString(),
            () => (DataArray.From(new float[] { -1.5f }, [1]) * -2.5f).ToString(),
            () => new DownloadProgress("a", 1_500_000, 3_000_000).ToString(),
            () => Written(writer => SmallModels.ConvolutionalWithDropout().Summary(writer)),
        ];

        foreach (Func<string> text in texts) Assert.Equal(text(), Abroad(text));
    }

    // As in Germany, but with a sign that nobody uses, so that no number can slip through.
    private static T Abroad<T>(Func<T> function)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        NumberFormatInfo numbers = culture.NumberFormat;
        (numbers.NumberDecimalSeparator, numbers.NumberGroupSeparator) = (",", ".");
        (numbers.PercentDecimalSeparator, numbers.PercentGroupSeparator) = (",", ".");
        (numbers.NegativeSign, numbers.NegativeInfinitySymbol) = ("~", "~oo");
        CultureInfo.CurrentCulture = culture;
        try
        {
            return function();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static string MessageOf(Func<object?> failure) => Assert.ThrowsAny<Exception>(() => failure()).Message;

    private static string Written(Action<TextWriter> write)
    {
        var writer = new StringWriter(CultureInfo.InvariantCulture);
        write(writer);
        return writer.ToString();
    }

    private static object? Draw(Action<RandomStream> draw)
    {
        draw(new RandomStream(1));
        return null;
    }

    private static Sequential SmallModelOf(Optimizer optimizer)
    {
        Sequential model = SmallModels.Classifier();
        model.Compile(optimizer, "sparse_categorical_crossentropy");
        return model;
    }

    private static History Fit(int? batchSize = null, int epochs = 1, float validationSplit = 0f)
    {
        (Tensor x, Tensor y) = SmallModels.Points(8);
        return SmallModelOf("sgd").Fit(
            x, y, batchSize: batchSize, epochs: epochs, validationSplit: validationSplit, verbose: Verbosity.Silent);
    }
}
