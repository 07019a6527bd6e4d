using System.Text.Json.Nodes;
using CsCheck;

namespace DeepSharp.Tests.Layers.Extremes;

/// <summary>
/// Extreme integers for every argument of every layer, from C# and from model files: either what the reference computes, or a documented
/// refusal that says who refuses. Nothing else: no overflow, no index out of range, no memory beyond what the sizes need.
/// </summary>
/// <remarks>
/// <c>DEEPSHARP_LONG_TESTS</c>, an environment variable, is the number of cases for each layer, 300 without it:
/// <c>DEEPSHARP_LONG_TESTS=100000 dotnet run -c Release --project tests/DeepSharp.Tests -- -class '*ExtremeIntegerTests'</c>.
/// </remarks>
public class ExtremeIntegerTests
{
    // Sizes below those that a case calls large are 256 KB; a layer may have a few of them. What the comparison takes does not count.
    private const long MostBytes = 64L * 1024 * 1024;

    [ThreadStatic]
    private static long t_comparing;

    private static readonly long s_count =
        long.TryParse(Environment.GetEnvironmentVariable("DEEPSHARP_LONG_TESTS"), out long count) ? count : 300;

    public static TheoryData<string> Layers => [.. ExtremeLayers.Cases.Keys];

    [Theory, MemberData(nameof(Layers))]
    public void Extreme_integers_give_the_right_result_or_a_documented_refusal(string layer) =>
        ExtremeLayers.Cases[layer].Sample(Check, iter: s_count, threads: 1, print: one => one.ToString());

    // Layers that are random, those that take strings, and one that has to learn before it is used, are in tests of their own.
    private static readonly string[] s_apart =
    [
        "AlphaDropout", "Discretization", "Dropout", "GaussianDropout", "GaussianNoise", "SpatialDropout1D", "SpatialDropout2D",
        "SpatialDropout3D", "StochasticDepth", "StringLookup", "TextVectorization", .. Augmentation.AugmentationTable.Layers.Keys,
    ];

    [Fact]
    public void Every_layer_takes_part()
    {
        IEnumerable<string> layers = [.. ExtremeLayers.Cases.Keys, .. ExtremeLayers.WithoutIntegers, .. s_apart];
        Assert.Equal(LayerTable.Entries.Names.Order(StringComparer.Ordinal), layers.Order(StringComparer.Ordinal));
    }

    private static void Check(ExtremeCase one)
    {
        long before = GC.GetAllocatedBytesForCurrentThread() - t_comparing;
        Try(one, one.Create, RunLayer, mustNameLayer: true);
        Try(one, () => Layer.FromConfig(Wrapped(one.Layer, one.Config)), RunLayer, mustNameLayer: false);
        bool isPartOfModel = one.Outcome != Outcome.Large && one.Inputs.Length == 1 && one.Layer != "InputLayer";
        if (isPartOfModel) Try(one, () => Model.FromConfig(Chain(one)), RunModel, mustNameLayer: false);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - t_comparing - before, 0, MostBytes);
    }

    private static void Try(ExtremeCase one, Func<Layer> create, Action<ExtremeCase, Layer> run, bool mustNameLayer)
    {
        try
        {
            Layer layer = create();
            if (one.Outcome == Outcome.Large) return;
            run(one, layer);
        }
        catch (Exception refusal) when (refusal is ArgumentException or NotSupportedException or FormatException)
        {
            Assert.True(one.Outcome == Outcome.Refused, $"refused without a reason: {refusal}");
            bool namesLayer = refusal.Message.Contains(one.Layer) || refusal.Message.StartsWith("Shape")
                || refusal.Message.StartsWith("Input");
            Assert.True(namesLayer || !mustNameLayer, $"does not say who refuses: {refusal.Message}");
            return;
        }

        Assert.True(one.Outcome != Outcome.Refused, "expected a refusal");
    }

    private static void RunLayer(ExtremeCase one, Layer layer)
    {
        var random = new Random(1);
        Tensor[] inputs = [.. one.Inputs.Select(shape => Input(one, shape, random))];
        layer.Build(one.Inputs);
        SetWeights(layer, random);
        var tape = new GradientTape(persistent: true);
        if (one.Ids == 0) tape.Watch(inputs[0]);
        Tensor y = tape.Record(() => layer.ApplyAll(inputs)[0]);
        Tensor dy = Tensor.From(Numbers(y.Size, random, -1), y.Shape);
        ExtremeResult expected = Uncounted(() => one.Reference(Values(inputs, layer, dy)));

        Compare(expected.Output, y, "output");
        Variable[] weights = expected.WeightGradients is null ? [] : [.. layer.Weights];
        if (expected.InputGradient is null) return;
        Tensor?[] gradients = tape.Gradient(y, [inputs[0], .. weights.Select(weight => weight.Value)], dy);
        Compare(expected.InputGradient, gradients[0]!, "gradient of the input");
        for (int i = 0; i < weights.Length; i++) Compare(expected.WeightGradients![i], gradients[i + 1]!, weights[i].Name);
    }

    private static void RunModel(ExtremeCase one, Layer chain)
    {
        var random = new Random(2);
        Tensor x = Input(one, one.Inputs[0], random);
        SetWeights(chain, random);
        Tensor y = ((Model)chain).Predict(x);
        Compare(Uncounted(() => one.Reference(Values([x], chain, y))).Output, y, "prediction");
    }

    private static Tensor Input(ExtremeCase one, Shape shape, Random random) => one.Ids > 0
        ? Tensor.From([.. Enumerable.Range(0, shape.Size).Select(_ => (float)random.Next(one.Ids))], shape)
        : Tensor.From(Numbers(shape.Size, random, -1), shape);

    // Above 0, since one of them may be a variance.
    private static void SetWeights(Layer layer, Random random)
    {
        foreach (Tensor weight in layer.Weights.Select(weight => weight.Value)) Numbers(weight.Size, random, 0.25f).CopyTo(weight.Span);
    }

    private static float[] Numbers(int count, Random random, float least) =>
        [.. Enumerable.Range(0, count).Select(_ => least + (1 - least) * random.NextSingle())];

    private static ExtremeValues Values(Tensor[] inputs, Layer layer, Tensor dy) => new(
        [.. inputs.Select(Doubles)], [.. layer.Weights.Select(weight => Doubles(weight.Value))], Doubles(dy));

    private static double[] Doubles(Tensor tensor) => Array.ConvertAll(tensor.ToArray(), value => (double)value);

    // Sums of up to 65,536 products of numbers within 1, of which one too many or too few would show where they are a few thousand. One
    // after the other, 8,000 floats may be off by 8,000 · 2⁻²⁴, 5e-4.
    private static void Compare(double[] expected, Tensor actual, string what) => Uncounted(() =>
    {
        Close.Assert(expected, actual.Span, 3e-4, 1e-3, what);
        return true;
    });

    private static T Uncounted<T>(Func<T> compare)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        T result = compare();
        t_comparing += GC.GetAllocatedBytesForCurrentThread() - before;
        return result;
    }

    private static JsonObject Wrapped(string layer, JsonObject config) => new()
    {
        ["module"] = "keras.layers",
        ["class_name"] = layer,
        ["config"] = config.DeepClone(),
    };

    private static JsonObject Chain(ExtremeCase one) => new()
    {
        ["module"] = "keras",
        ["class_name"] = "Sequential",
        ["config"] = new JsonObject
        {
            ["layers"] = new JsonArray(
                Wrapped("InputLayer", new JsonObject { ["batch_shape"] = ConfigSchema.List(one.Inputs[0]) }),
                Wrapped(one.Layer, one.Config)),
        },
    };
}
