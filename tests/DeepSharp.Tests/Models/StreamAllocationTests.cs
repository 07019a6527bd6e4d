using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

/// <summary>A source that gives the same objects, filled again, costs nothing but its own work.</summary>
public class StreamAllocationTests
{
    private const int Settled = 60;
    private const int Measured = 100;

    public static TheoryData<string> Kinds =>
    [
        "sequential", "bytes", "longs and bools", "short rank", "functional", "named", "weighted", "subclassed", "subclassed with steps",
        "two inputs of one's own",
    ];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_steady_training_step_of_a_stream_allocates_nothing(string kind)
    {
        (Model model, Batch batch) = Make(kind);
        Assert.Equal(0, LeastBytes(source => model.Fit(source, verbose: Verbosity.Silent), batch));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_steady_evaluation_step_of_a_stream_allocates_nothing(string kind)
    {
        (Model model, Batch batch) = Make(kind);
        Assert.Equal(0, LeastBytes(source => model.Evaluate(source, verbose: Verbosity.Silent), batch));
    }

    // The result grows by doubling; besides it there is no object, the smallest of which has 24 bytes.
    [Theory]
    [InlineData("sequential")]
    [InlineData("bytes")]
    [InlineData("subclassed")]
    public void A_steady_prediction_step_of_a_stream_allocates_its_result_only(string kind)
    {
        (Model model, Batch batch) = Make(kind);
        long result = 4L * 8 * 3 * (Settled + Measured + 1) * 4;
        Assert.InRange(LeastBytes(source => model.Predict(source), batch), 0, result);
        Assert.InRange(LeastBytes(source => model.PredictAll(source), new Batch(batch.X, null)), 0, result);
    }

    [Fact]
    public void A_step_on_a_batch_allocates_nothing_where_its_data_is_kept()
    {
        (Model model, Batch batch) = Make("functional");
        AllocationAssert.Zero(() => model.TrainOnBatch(batch.X, batch.Y));
        AllocationAssert.Zero(() => model.TestOnBatch(batch.X, batch.Y));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Weights_of_classes_allocate_nothing_in_a_steady_step(bool isWeighted)
    {
        (Model model, Batch batch) = Make("sequential");
        var weighted = new Batch(batch.X, batch.Y, isWeighted ? Tensor.Ones([8]) : null);
        Assert.Equal(
            0, LeastBytes(source => model.Fit(source, classWeight: new() { [0] = 2, [1] = 3 }, verbose: Verbosity.Silent), weighted));
    }

    // Lengths that come by turns: nothing is made again for one that was there before.
    [Fact]
    public void Steps_of_a_few_lengths_in_turn_allocate_nothing()
    {
        Model model = Sequences(8);
        Batch[] batches = [.. Enumerable.Range(1, 6).Select(length => new Batch(Tensor.Ones([4, 5 * length, 8]), Tensor.Ones([4, 1])))];
        Assert.Equal(0, LeastBytes(source => model.Fit(source, verbose: Verbosity.Silent), batches));
    }

    // Least of a few runs: the runtime allocates now and then on threads of its own.
    private static long LeastBytes(Action<IEnumerable<Batch>> run, params Batch[] batches)
    {
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 10 && least != 0; attempt++)
        {
            if (attempt > 0) Thread.Sleep(20);
            run(Source());
        }

        return least;

        IEnumerable<Batch> Source()
        {
            for (int i = 0; i < Settled; i++) yield return batches[i % batches.Length];
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int i = 0; i < Measured; i++) yield return batches[i % batches.Length];
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }
    }

    private static (Model Model, Batch Batch) Make(string kind)
    {
        (Tensor x, Tensor y) = SmallModels.Points(8);
        (Tensor left, Tensor right, Tensor classes, Tensor values) = TwoByTwo.Data(8);
        switch (kind)
        {
            case "functional":
                return (TwoByTwo.Compiled(), new Batch((left, right), (classes, values)));
            case "named":
                Dictionary<string, Tensor> inputs = new() { ["right"] = right, ["left"] = left };
                return (TwoByTwo.Compiled(), new Batch(inputs, new Dictionary<string, Tensor> { ["value"] = values, ["class"] = classes }));
            case "weighted":
                return (TwoByTwo.Compiled(), new Batch((left, right), (classes, values), Tensor.Ones([8])));
            case "two inputs of one's own":
                return (Compiled(new Two()), new Batch((left, right), classes));
            case "subclassed":
                return (Compiled(new Counting()), new Batch(x, y));
            case "subclassed with steps":
                return (Compiled(new Stepping()), new Batch(x, y));
            case "short rank":
                var one = new Sequential(new Input([1]), new Dense(3, activation: "softmax"));
                return (Compiled(one), new Batch(new float[8], y));
            case "bytes":
                return (Compiled(SmallModels.Classifier()), new Batch(DataArray.From(new byte[32], [8, 4]) / 255f, new int[8]));
            case "longs and bools":
                return (Compiled(SmallModels.Classifier()), new Batch(new long[8, 4], new bool[8]));
            default:
                return (Compiled(SmallModels.Classifier()), new Batch(x, y));
        }
    }

    private static Model Compiled(Model model)
    {
        model.Compile("adam", "sparse_categorical_crossentropy", ["accuracy"]);
        return model;
    }

    internal static Model Sequences(int features)
    {
        var model = new Sequential(
            new Input([Shape.Any, features]), new Dense(16, activation: "relu"), new LSTM(8, returnSequences: true),
            new LayerNormalization(), new LSTM(4), new Dense(1));
        model.Compile("adam", "mse");
        return model;
    }

    private sealed class Stepping : Model
    {
        private readonly Dense _dense;
        private readonly BatchNormalization _norm;

        public Stepping() => (_dense, _norm) = (AddLayer(new Dense(3)), AddLayer(new BatchNormalization()));

        protected override Tensor Call(Tensor input, bool training) => _norm.Apply(_dense.Apply(input)).Softmax();

        protected override void TrainStep(TrainingStep step)
        {
            Tensor output = Apply(step.X, training: true);
            step.Minimize(step.ComputeLoss(output));
            step.UpdateMetrics(output);
        }
    }

    // Its layers are applied to several inputs, and one of them is a custom model.
    private sealed class Two : Model
    {
        private readonly Dense _left;
        private readonly Dense _right;
        private readonly Join _join;

        public Two() => (_left, _right, _join) = (AddLayer(new Dense(3)), AddLayer(new Dense(3)), AddLayer(new Join()));

        protected override int? InputCount => 2;

        protected override void Call(ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs, bool training) =>
            outputs[0] = _join.Apply([_left.Apply(inputs[0]), _right.Apply(inputs[1])]).Softmax();
    }

    private sealed class Join : Model
    {
        private readonly Add _add;

        public Join() => _add = AddLayer(new Add());

        protected override int? InputCount => 2;

        protected override void Call(ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs, bool training) => outputs[0] = _add.Apply(inputs);
    }

    private sealed class Counting : Model
    {
        private readonly Dense _dense;

        public Counting() => _dense = AddLayer(new Dense(3, activation: "softmax"));

        protected override Tensor Call(Tensor input, bool training) => _dense.Apply(input);
    }
}
