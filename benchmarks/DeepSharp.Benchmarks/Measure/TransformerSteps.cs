using DeepSharp.Layers;

namespace DeepSharp.Benchmarks.Measure;

/// <summary>A text classifier of two pre-norm encoder blocks: training steps and inference.</summary>
internal static class TransformerSteps
{
    private const int Words = 20000, Steps = 128, Width = 256, Heads = 8, Inner = 1024, Classes = 10;
    private const double ForwardOperations = Steps * 2.0 * (2.0 * 4 * Width * Width + 2.0 * 2 * Steps * Width + 2.0 * 2 * Width * Inner);

    public static IEnumerable<Measurement> Measurements()
    {
        yield return new Measurement("transformer.infer.b1", Infer) { Operations = ForwardOperations, Images = 1 };
        yield return new Measurement("transformer.train.b16_t128_d256_h8_ff1024_l2", Train)
        {
            Operations = 3 * 16 * ForwardOperations,
            Images = 16,
        };
    }

    private static Action Train()
    {
        Model model = Create("linear");
        Tensor x = Text(16), y = Tensor.FromLabels([.. Enumerable.Range(0, 16).Select(i => i * 7 % Classes)]);
        return () => _ = model.TrainOnBatch(x, y)["loss"];
    }

    private static Action Infer()
    {
        Model model = Create("softmax");
        Tensor x = Text(1);
        return () => model.Predict(x, batchSize: 1);
    }

    private static Model Create(string activation)
    {
        var words = new Input([Steps]);
        SymbolicTensor x = new Places().Apply(new Embedding(Words, Width).Apply(words));
        for (int block = 0; block < 2; block++)
        {
            SymbolicTensor normed = new LayerNormalization().Apply(x);
            x = new Add().Apply(x, new MultiHeadAttention(Heads, Width / Heads).Apply(normed, normed));
            SymbolicTensor wide = new Dense(Inner, "gelu").Apply(new LayerNormalization().Apply(x));
            x = new Add().Apply(x, new Dense(Width).Apply(wide));
        }

        SymbolicTensor mean = new GlobalAveragePooling1D().Apply(new LayerNormalization().Apply(x));
        var model = new Model(words, new Dense(Classes, activation).Apply(mean));
        model.Compile(new Adam(1e-3f), Loss.SparseCategoricalCrossentropy(fromLogits: activation == "linear"));
        if (model.CountParameters() != 6_735_370) throw new InvalidOperationException($"{model.CountParameters()} parameters.");
        return model;
    }

    private static Tensor Text(int batch)
    {
        var random = new Random(1);
        return Tensor.FromLabels([.. Enumerable.Range(0, batch * Steps).Select(_ => random.Next(Words))]).Reshape([batch, Steps]);
    }

    /// <summary>Adds a learned vector for each place.</summary>
    private sealed class Places : Layer
    {
        private Variable? _places;

        public override Shape ComputeOutputShape(Shape input) => input;

        protected override void OnBuild(Shape input) => _places = AddWeight("places", [input[1], input[2]], "uniform");

        protected override Tensor Call(Tensor input, bool training) => input + _places!.Value;
    }
}
