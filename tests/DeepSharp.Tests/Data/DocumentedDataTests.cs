using DeepSharp.Layers;

namespace DeepSharp.Tests.Data;

/// <summary>The programs of docs/data.md.</summary>
public class DocumentedDataTests
{
    private static readonly float[,] s_rows = { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } };

    [Fact]
    public void Arrays_go_into_Fit_as_they_are()
    {
        var model = new Sequential(new Input([2]), new Dense(2, "softmax"));
        model.Compile("sgd", "sparse_categorical_crossentropy");
        float[,] rows = s_rows;
        Assert.Equal(2, model.Fit(rows, new[] { 0, 1, 1, 0 }, epochs: 2, verbose: Verbosity.Silent).Epochs.Count);
    }

    [Fact]
    public void Views_of_bytes()
    {
        byte[] pixels = new byte[1000 * 784];
        pixels[783] = 255;
        float[,] rows = s_rows;
        DataArray images = DataArray.From(pixels, [1000, 784]).Reshape([-1, 28, 28, 1]) / 255f;
        DataArray training = images[..900], validation = images[900..];
        DataArray grey = DataArray.From(pixels, [1000, 28, 28]).ExpandDims(-1);
        DataArray series = ((DataArray)rows).Reshape([-1, 2, 1]);
        Tensor first = images[0];

        Assert.Equal((900, 100), (training.Count, validation.Count));
        Assert.Equal([1000, 28, 28, 1], grey.Shape);
        Assert.Equal([4, 2, 1], series.Shape);
        Assert.Equal(1f, first[27, 27, 0]);
        Assert.Equal((1, 1), (images.Shape[-1], images.Shape[^1]));
        Assert.Equal(784_000, images.RawValues<byte>().Length);
    }

    [Fact]
    public void Labels_sequences_and_series()
    {
        int[] labels = [3, 0];
        int[][] words = [[7, 12], [3, 9, 4]];
        Tensor series = Tensor.Range(0, 60).Reshape(60, 1) / 60;
        var forecaster = new Sequential(new Input([24, 1]), new Flatten(), new Dense(1));
        forecaster.Compile("sgd", "mse");
        Tensor targets = Utils.ToCategorical(labels, numClasses: 10);
        DataArray reviews = Utils.PadSequences(words, maxlen: 20);
        IEnumerable<Batch> windows = Utils.TimeSeriesDatasetFromArray(series[..^1], series[24..], sequenceLength: 24);
        Assert.Equal(10, forecaster.Fit(windows, epochs: 10, verbose: Verbosity.Silent).Epochs.Count);

        Assert.Equal((new Shape(2, 10), new Shape(2, 20)), (targets.Shape, reviews.Shape));
        Batch only = Assert.Single(windows);
        Assert.Equal((new Shape(36, 24, 1), 59f / 60), (only.X[0].Shape, only.Y![0].Item(35)));
    }

    [Fact]
    public void Words_go_into_Fit_as_they_are()
    {
        string[] words = ["good", "bad", "good", "so so"];
        var lookup = new StringLookup();
        lookup.Adapt(words);
        var model = new Sequential(
            new Input([1], dtype: "string"), lookup, new Embedding(lookup.VocabularySize, 8), new Flatten(), new Dense(1, "sigmoid"));
        model.Compile("adam", "binary_crossentropy");
        model.Fit(words, [1, 0, 1, 0], epochs: 5, verbose: Verbosity.Silent);
        Tensor liked = model.Predict(["good", "never seen"]);
        DataArray ids = lookup.Apply(["bad", "good"]);

        Assert.Equal([2, 1], liked.Shape);
        Assert.Equal([3, 1], ids.RawValues<long>());
    }

    [Fact]
    public void A_custom_layer_on_data()
    {
        ModelFile.Register("Tests>TextLength", config => new TextLength());
        var model = new Sequential([new TextLength(), new Dense(1, kernelInitializer: "ones")], "m", new Input([1], dtype: "string"));
        Assert.Equal([4, 0], model.Predict(["four", ""]).ToArray());
        Assert.IsType<TextLength>(model.CloneModel().Layers[0]);
        Assert.Contains("expected strings but 'x' is of int32", Assert.Throws<ArgumentException>(() => model.Predict([1])).Message, StringComparison.Ordinal);
        var wrong = new Sequential([new Forgetful(), new Dense(1)], "m", new Input([1], dtype: "string"));
        Assert.Contains(
            "expected its Call to give 2 samples of float32, one for each it got, but it gave 1 of float32",
            Assert.Throws<InvalidOperationException>(() => wrong.Predict(["a", "b"])).Message, StringComparison.Ordinal);
        Assert.Equal([3, 7], new Joined().Apply(new DataGroup(new[] { "a", "bc" }, new[] { "de", "fghij" })).ToArray());
    }

    [Fact]
    public void Random_tensors()
    {
        Tensor logits = Tensor.Zeros([4, 10]);
        Tensor noise = Tensor.RandomNormal([32, 100], seed: 7);
        Tensor points = Tensor.RandomUniform([1000, 2], -1, 1, seed: 7);
        Tensor ids = DeepSharp.Ops.RandomInt([32, 20], 0, 500, seed: 7);
        Tensor shuffled = DeepSharp.Ops.RandomShuffle(points, seed: 7);
        Tensor word = DeepSharp.Ops.RandomCategorical(logits, numSamples: 1, seed: 7);

        TestData.AssertSameBits(noise.Span, Tensor.RandomNormal([32, 100], seed: 7).Span, "noise");
        Assert.InRange(ids.Max().Item(), 400, 499);
        Assert.Equal(points.Sum().Item(), shuffled.Sum().Item(), 1e-3f);
        Assert.Equal([4, 1], word.Shape);
    }

    [Fact]
    public void A_layer_of_noise()
    {
        var layer = new Noise(0.1, seed: 3);
        Tensor x = Tensor.Zeros([8, 4]);
        Assert.NotEqual(layer.Apply(x, training: true).ToArray(), layer.Apply(x, training: true).ToArray());
        Assert.Same(x, layer.Apply(x));
    }

    [Fact]
    public void A_stream_by_itself()
    {
        float[] weights = new float[100];
        int[] order = [0, 1, 2, 3];
        var random = new RandomStream(seed: 42);
        int die = 1 + random.NextInt(6);
        float share = random.NextSingle();
        random.FillNormal(weights, mean: 0, standardDeviation: 0.05);
        random.Shuffle(order);
        ulong here = random.Position;
        RandomStream other = random.Split();

        Assert.InRange(die, 1, 6);
        Assert.InRange(share, 0f, 1f);
        Assert.Equal([0, 1, 2, 3], order.Order());
        Assert.NotEqual(random.Seed, other.Seed);
        uint next = random.NextUInt32();
        Assert.Equal(next, new RandomStream(random.Seed, random.Stream) { Position = here + 2 }.NextUInt32());
    }

    [Fact]
    public void Serving()
    {
        var model = new Sequential(new Input([28, 28, 1]), new Flatten(), new Dense(10, "softmax"));
        float[] image = new float[28 * 28];
        Span<float> probabilities = stackalloc float[10];
        model.Predict(image, probabilities);
        Assert.Equal(0.1f, probabilities[3], 1e-6f);
    }

    private sealed class Noise(double stddev, long seed) : Layer
    {
        private readonly RandomStream _random = new(seed);

        protected override Tensor Call(Tensor input, bool training) =>
            training ? input + DeepSharp.Ops.RandomNormal(input.Shape, _random, stddev: stddev) : input;
    }

    private sealed class TextLength : DataLayer
    {
        public override DType OutputDType => "int32";

        public override DType? InputDType => "string";

        protected override DataArray Call(DataArray input)
        {
            int[] lengths = [.. input.RawValues<string>().ToArray().Select(text => text.Length)];
            return DataArray.From(lengths, input.Shape);
        }
    }

    private sealed class Forgetful : DataLayer
    {
        public override DType OutputDType => default;

        protected override DataArray Call(DataArray input) => new float[1, 1];
    }

    // Of several inputs.
    private sealed class Joined : DataLayer
    {
        public override DType OutputDType => "int64";

        protected override int? InputCount => 2;

        protected override DataArray Call(ReadOnlySpan<DataArray> inputs)
        {
            string[] left = inputs[0].RawValues<string>().ToArray(), right = inputs[1].RawValues<string>().ToArray();
            return left.Zip(right, (a, b) => (long)(a + b).Length).ToArray();
        }
    }
}
