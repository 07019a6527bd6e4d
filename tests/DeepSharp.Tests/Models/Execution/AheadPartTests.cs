using DeepSharp.Layers;

namespace DeepSharp.Tests.Models.Execution;

/// <summary>Augmentations that come first in a model work where batches are made, with the same numbers as anywhere.</summary>
public class AheadPartTests
{
    private const int Samples = 22, BatchSize = 4;
    private static readonly Tensor s_images = Tensor.RandomUniform([Samples, 8, 8, 3], 0, 255, seed: 1);
    private static readonly Tensor s_targets = Tensor.RandomUniform([Samples, 1], seed: 2);

    public static TheoryData<string> Kinds => ["sequential", "nested", "pipeline", "functional", "crop"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Training_is_that_of_images_augmented_beforehand_on_any_number_of_threads(string kind)
    {
        float[] want = ByHand(kind);
        for (int threads = 1; threads <= 2; threads++)
        {
            using var count = new ThreadCount(threads);
            Model model = Make(kind);
            Assert.NotNull(AheadPart.Of(model));
            model.Fit(s_images, s_targets, epochs: 3, batchSize: BatchSize, shuffle: false, verbose: 0, validationData: (s_images,
                s_targets));
            Assert.Equal(want, WeightsOf(model));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Predictions_and_evaluations_are_those_of_a_model_without(string kind)
    {
        Model model = Make(kind);
        model.Fit(s_images, s_targets, batchSize: BatchSize, verbose: 0);
        if (kind == "crop") return;
        Sequential rest = Rest([8, 8, 3]);
        rest.SetWeights(model.GetWeights());
        float[] want = rest.Predict(s_images).ToArray();
        Assert.Equal(want, model.Predict(s_images).ToArray());
        Assert.Equal(want, model.Apply(s_images).ToArray());
        Assert.Equal(rest.Evaluate(s_images, s_targets, verbose: 0).Loss, model.Evaluate(s_images, s_targets, verbose: 0).Loss);
    }

    [Fact]
    public void They_run_on_the_thread_of_the_batches()
    {
        using var count = new ThreadCount(2);
        var threads = new Recording();
        Sequential model = Compiled(new Sequential(new Input([8, 8, 3]), threads, new Rescaling(1.0 / 255), new Flatten(), new Dense(1)));
        model.Fit(s_images, s_targets, batchSize: BatchSize, verbose: 0);
        Assert.Equal("DeepSharp batches", threads.Names[^1]);
    }

    [Fact]
    public void What_the_step_uses_too_stays_in_the_step()
    {
        var flip = new RandomFlip(seed: 1);
        var input = new Input([8, 8, 3]);
        SymbolicTensor once = flip.Apply(input), twice = flip.Apply(new Conv2D(3, 1).Apply(once));
        Assert.Null(AheadPart.Of(new Model(input, twice)));
        Assert.Null(AheadPart.Of(new Sequential(new Input([8, 8, 3]), new Rescaling(2), new Flatten(), new Dense(1))));
        Assert.Null(AheadPart.Of(new Sequential(new Input([8, 8, 3]), new RandomFlip { ActivityRegularizer = "l2" }, new Flatten())));
        Assert.Null(AheadPart.Of(new Custom(input, new RandomFlip().Apply(input))));

        // Of a model with two branches the layers of one, and the other input as it is.
        var other = new Input([8, 8, 3]);
        SymbolicTensor both = new Add().Apply([new RandomFlip(seed: 3).Apply(input), new Conv2D(3, 1).Apply(other)]);
        Assert.Equal(2, AheadPart.Of(new Model([input, other], new Flatten().Apply(both)))!.Count);
    }

    [Fact]
    public void Calls_in_between_take_other_numbers()
    {
        float[] want = Train(null);
        Assert.Equal(want, Train(model => model.Apply(s_images, training: true)));

        static float[] Train(Action<Model>? between)
        {
            Model model = Make("sequential");
            var callback = new Between(between);
            model.Fit(s_images, s_targets, batchSize: BatchSize, verbose: 0, shuffle: false, callbacks: [callback]);
            return WeightsOf(model);
        }
    }

    [Fact]
    public void A_training_that_begins_later_has_the_numbers_that_it_would_have_had()
    {
        Model whole = Make("sequential"), late = Make("sequential");
        var keep = new Keeping(epoch: 1, batch: 2);
        whole.Fit(s_images, s_targets, epochs: 3, batchSize: BatchSize, seed: 5, verbose: 0, callbacks: [keep]);
        late.Fit(s_images, s_targets, epochs: 3, batchSize: BatchSize, seed: 5, verbose: 0, callbacks: [new Resuming(keep.Weights!, 1, 2)]);
        Assert.Equal(WeightsOf(whole), WeightsOf(late));
    }

    [Fact]
    public void A_steady_batch_allocates_nothing()
    {
        Sequential model = Compiled(new Sequential(
            new Input([8, 8, 3]), new RandomFlip(seed: 1), new RandomRotation(0.1, seed: 2), new RandomContrast(0.2, seed: 3),
            new Rescaling(1.0 / 255),
            new Flatten(), new Dense(1)));
        using var source = new BatchSource(ModelData.Of(model, "Fit", s_images, s_targets, null), BatchSize, mayReadAhead: true,
            ahead: AheadPart.Of(model));
        Trainer trainer = model.RequireTrainer("Fit");
        trainer.Weights.Prepare();
        AllocationAssert.Zero(() =>
        {
            source.BeginPass();
            while (source.Next() is { } batch) trainer.TrainStep(batch);
        }, warmup: 60, repeats: 5);
    }

    // The layers by themselves, batch by batch, and the rest of the model trained on what they give.
    private static float[] ByHand(string kind)
    {
        Layer[] layers = Augmentations(kind);
        Sequential rest = Rest(kind == "crop" ? [5, 6, 3] : [8, 8, 3]);
        for (int epoch = 0; epoch < 3; epoch++)
        {
            for (int start = 0; start < Samples; start += BatchSize)
            {
                int count = Math.Min(BatchSize, Samples - start);
                Tensor images = s_images.Slice(start, count);
                foreach (Layer layer in layers) images = layer.Apply(images, training: true);
                rest.TrainOnBatch(images, s_targets.Slice(start, count));
            }
        }

        return WeightsOf(rest);
    }

    private static Layer[] Augmentations(string kind) => kind == "crop"
        ? [new RandomCrop(5, 6, seed: 1), new RandomBrightness(0.2, seed: 2)]
        : [new RandomFlip(seed: 1), new RandomTranslation(0.2, 0.2, seed: 2)];

    private static Model Make(string kind)
    {
        Layer[] layers = Augmentations(kind);
        Layer[] rest = [.. Rest([8, 8, 3]).Layers.Select(layer => Layer.FromConfig(layer.ToConfig()))];
        var input = new Input([8, 8, 3]);
        switch (kind)
        {
            case "nested":
                return Compiled(new Sequential([new Sequential(layers), .. rest], "m", input));
            case "pipeline":
                return Compiled(new Sequential([new Pipeline(layers), .. rest], "m", input));
            case "functional":
                SymbolicTensor x = input;
                foreach (Layer layer in (Layer[])[.. layers, .. rest]) x = layer.Apply(x);
                return Compiled(new Model(input, x));
            default:
                return Compiled(new Sequential([.. layers, .. rest], "m", input));
        }
    }

    private static Sequential Rest(Shape shape) => Compiled(new Sequential(
        [new Rescaling(1.0 / 255), new Conv2D(2, 2, kernelInitializer: Initializer.HeNormal(3)), new Flatten(), new Dense(1,
        kernelInitializer: Initializer.HeNormal(4))],
        "rest", new Input(shape)));

    private static TModel Compiled<TModel>(TModel model) where TModel : Model
    {
        model.Compile("sgd", "mse");
        return model;
    }

    private static float[] WeightsOf(Model model) => [.. model.GetWeights().SelectMany(weight => weight.ToArray())];

    private sealed class Recording() : ImageAugmentation(numbers: 1, seed: 1)
    {
        public List<string?> Names { get; } = [];

        protected internal override Tensor TransformImages(Tensor images, ImageTransformation transformation)
        {
            Names.Add(Thread.CurrentThread.Name);
            return images;
        }
    }

    private sealed class Custom(SymbolicTensor input, SymbolicTensor output) : Model(input, output);

    private sealed class Between(Action<Model>? act) : Callback
    {
        public override void OnTrainBatchEnd(int batch, Logs logs) => act?.Invoke(Model);
    }

    private sealed class Keeping(int epoch, int batch) : Callback
    {
        private int _epoch;

        public Tensor[]? Weights { get; private set; }

        public override void OnEpochBegin(int epoch) => _epoch = epoch;

        public override void OnTrainBatchBegin(int at)
        {
            if (_epoch == epoch && at == batch) Weights = Model.GetWeights();
        }
    }

    private sealed class Resuming(Tensor[] weights, int epoch, int batch) : Callback
    {
        public override void OnTrainBegin()
        {
            Model.SetWeights(weights);
            BeginAt(epoch, batch);
        }
    }
}
