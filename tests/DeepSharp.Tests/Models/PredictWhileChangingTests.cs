using DeepSharp.Callbacks;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

/// <summary>
/// A prediction beside a change of weights gives what those before it would or those after it, never a mixture of both. The models add up
/// as many weights as they have layers, all of them equal at every moment that counts: a sum that is no multiple is of two moments.
/// </summary>
public class PredictWhileChangingTests
{
    private const int Many = 300;
    private const int Changes = 150;

    [Fact]
    public void SetWeights_is_seen_whole()
    {
        Sequential model = Sum();
        Tensor[] low = model.GetWeights(), high = [.. low.Select(_ => Tensor.Ones([1]))];
        AssertWhole(model, change => model.SetWeights(change % 2 == 0 ? high : low));
    }

    [Fact]
    public void LoadWeights_is_seen_whole()
    {
        Sequential model = Sum();
        byte[] low = Saved(), high;
        model.SetWeights([.. model.Weights.Select(_ => Tensor.Ones([1]))]);
        high = Saved();
        AssertWhole(model, change => model.LoadWeights(new MemoryStream(change % 2 == 0 ? low : high)));

        byte[] Saved()
        {
            using var file = new MemoryStream();
            model.SaveWeights(file);
            return file.ToArray();
        }
    }

    [Fact]
    public void A_step_of_training_is_seen_whole()
    {
        Sequential model = Sum();
        model.Compile(new SGD(1), "mae");
        (Tensor x, Tensor y) = (Tensor.Zeros([1, 1]), Tensor.Full([1, 1], -1e9f));
        AssertWhole(model, _ => model.TrainOnBatch(x, y));
    }

    [Fact]
    public void A_step_of_a_custom_loop_is_seen_whole()
    {
        Sequential model = Sum();
        var optimizer = new SGD(1);
        Tensor?[] gradients = [.. model.Weights.Select(_ => Tensor.Ones([1]))];
        AssertWhole(model, _ => optimizer.Apply(model.TrainableWeights, gradients));
    }

    // Averages of a part without weights that the optimizer changes: who predicts with that part alone waits all the same.
    [Fact]
    public void Averages_wait_for_predictions_of_a_part()
    {
        var part = new Sequential([new BatchNormalization(center: false, scale: false)], "part", new Input([2]));
        float[] x = [1, 2], y = new float[2];
        part.Predict(x, y);
        bool waited = false;
        Thread? prediction = null;
        var inStep = new Watched(() =>
        {
            prediction = new Thread(() => part.Predict(x, y)) { IsBackground = true };
            prediction.Start();
            waited = !prediction.Join(100);
        });
        var model = new Sequential([part, new Dense(1, kernelConstraint: inStep)], "model");
        model.Compile("sgd", "mse");
        model.TrainOnBatch(Tensor.Ones([4, 2]), Tensor.Ones([4, 1]));
        Assert.True(prediction!.Join(TimeSpan.FromSeconds(60)));
        Assert.True(waited);
    }

    // Code of others that runs before weights change.
    [Fact]
    public void A_schedule_may_wait_for_a_prediction_on_another_thread()
    {
        Sequential model = Sum();
        model.Predict(new float[1], new float[1]);
        model.Compile(new SGD(new Scheduled(() => model.PredictAsync(Tensor.Zeros([1, 1])).Wait())), "mae");
        var training = new Thread(() => model.TrainOnBatch(Tensor.Zeros([1, 1]), Tensor.Ones([1, 1]))) { IsBackground = true };
        training.Start();
        Assert.True(training.Join(TimeSpan.FromSeconds(60)));
    }

    // The weights are those of the model that is trained: another one that has some of its layers sees its steps whole too.
    [Fact]
    public void A_model_that_shares_layers_with_the_one_that_trains_sees_whole_steps()
    {
        Sequential model = Sum();
        SymbolicTensor input = new Input([1]), last = input;
        foreach (Layer layer in model.Layers.Take(Many / 2)) last = layer.Apply(last);
        var half = new Model(input, last);
        model.Compile(new SGD(1), "mae");
        (Tensor x, Tensor y) = (Tensor.Zeros([1, 1]), Tensor.Full([1, 1], -1e9f));
        AssertWhole(half, _ => model.TrainOnBatch(x, y), Many / 2);
    }

    [Fact]
    public void Predictions_from_spans_and_of_several_batches_are_of_one_moment()
    {
        Sequential model = Sum();
        Tensor[] low = model.GetWeights(), high = [.. low.Select(_ => Tensor.Ones([1]))];
        Tensor x = Tensor.Zeros([8, 1]);
        WhileChanging(change => model.SetWeights(change % 2 == 0 ? high : low), () =>
        {
            var y = new float[80];
            model.Predict(new float[80], y);
            Assert.Single(y.Distinct());
            Assert.Single(model.Predict(x, batchSize: 1).ToArray().Distinct());
            Assert.Equal(0, y[0] % Many);
        });
    }

    // Averages that move in the forward pass, and weights that change after it: after each step the mean is that of the weight before.
    [Fact]
    public void Weights_and_averages_are_of_the_same_step()
    {
        Layer[] layers = [new Falling(), new BatchNormalization(momentum: 0, epsilon: 1, center: false, scale: false)];
        var model = new Sequential(layers, "averages", new Input([1]));
        model.Compile(new SGD(1), loss: null);
        Tensor x = Tensor.From([-1f, 1f], [2, 1]), zero = Tensor.Zeros([1, 1]);
        model.TrainOnBatch((DataGroup)x);
        float want = model.Predict(zero).Item();
        Assert.Equal(-MathF.Sqrt(0.5f), want, 1e-6f);
        WhileChanging(_ => model.TrainOnBatch((DataGroup)x), () => Assert.Equal(want, model.Predict(zero).Item(), 1e-6f), Changes * 3);
    }

    [Fact]
    public void Averages_of_a_step_that_failed_stay_as_they_were()
    {
        var model = new Sequential([new BatchNormalization(), new Dense(1)], "failing", new Input([1]));
        model.Compile(new SGD(1), "mse");
        Tensor[] before = model.GetWeights();
        Tensor x = Tensor.From([1f, 3f], [2, 1]), y = Tensor.From([float.NaN, 1f], [2, 1]);
        Assert.ThrowsAny<Exception>(() => model.TrainOnBatch(x, y));
        foreach ((Tensor was, Tensor now) in before.Zip(model.GetWeights())) Assert.Equal(was.ToArray(), now.ToArray());
        model.TrainOnBatch(x, x);
        Assert.NotEqual(before[2].ToArray(), model.GetWeights()[2].ToArray());
    }

    // In the middle of a prediction, between two layers that keep states, another thread asks for them to be forgotten.
    [Fact]
    public void ResetStates_waits_for_the_prediction_that_uses_them()
    {
        using var inside = new ManualResetEventSlim();
        using var mayGoOn = new ManualResetEventSlim(true);
        Layer[] layers =
        [
            new LSTM(1, returnSequences: true, stateful: true), new Pausing(inside, mayGoOn), new LSTM(1, stateful: true),
        ];
        var model = new Sequential(layers, "stateful", new Input([2, 1], batchSize: 1));
        Tensor x = Tensor.Ones([1, 2, 1]);
        float first = model.Predict(x).Item(), second = model.Predict(x).Item();
        Assert.NotEqual(first, second);
        model.ResetStates();
        Assert.Equal(first, model.Predict(x).Item());

        mayGoOn.Reset();
        inside.Reset();
        float got = 0;
        var predicting = new Thread(() => got = model.Predict(x).Item());
        predicting.Start();
        Assert.True(inside.Wait(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
        var resetting = new Thread(model.ResetStates);
        resetting.Start();
        resetting.Join(100);
        mayGoOn.Set();
        predicting.Join();
        resetting.Join();
        Assert.Equal(second, got);
        Assert.Equal(first, model.Predict(x).Item());
    }

    // Beside predictions of another thread those inside the training go on too.
    [Fact]
    public void Callbacks_and_steps_of_ones_own_predict_beside_other_threads()
    {
        var model = new Asking(Sum());
        model.Compile(new SGD(1), "mae");
        (Tensor x, Tensor y) = (Tensor.Zeros([1, 1]), Tensor.Full([1, 1], -1e9f));
        var callback = new LambdaCallback(onTrainBatchEnd: (_, _) => Assert.Equal(0, model.Predict(x).Item() % Many));
        WhileChanging(
            _ => model.Fit(x, y, verbose: Verbosity.Silent, callbacks: [callback]),
            () => Assert.Equal(0, model.Predict(x).Item() % Many), Changes / 3);
        Assert.Equal(Changes / 3, model.Asked);
    }

    private static void AssertWhole(Model model, Action<int> change, int layers = Many)
    {
        Tensor x = Tensor.Zeros([1, 1]);
        var seen = new HashSet<float>();
        WhileChanging(change, () =>
        {
            float sum = model.Predict(x).Item();
            Assert.Equal(0, sum % layers);
            lock (seen) seen.Add(sum);
        }, until: () =>
        {
            lock (seen) return seen.Count > 1;
        });
        Assert.True(seen.Count > 1, "No prediction saw a change.");
    }

    // One thread changes, this one and another one predict until it is done.
    // As many changes as told, and more until something was seen, for which a busy machine may take its time.
    private static void WhileChanging(Action<int> change, Action predict, int changes = Changes, Func<bool>? until = null)
    {
        Exception? failure = null;
        bool isDone = false;
        Thread changing = Start(() =>
        {
            long end = Environment.TickCount64 + 60_000;
            for (int i = 0; i < changes || (until?.Invoke() == false && Environment.TickCount64 < end); i++)
            {
                change(i);
                Thread.Yield();
            }

            Volatile.Write(ref isDone, true);
        });
        Thread other = Start(Predictions);
        Try(Predictions);
        changing.Join();
        other.Join();
        if (failure is not null) throw new InvalidOperationException(failure.Message, failure);

        void Predictions()
        {
            while (!Volatile.Read(ref isDone)) predict();
        }

        Thread Start(Action action)
        {
            var thread = new Thread(() => Try(action));
            thread.Start();
            return thread;
        }

        void Try(Action action)
        {
            try
            {
                action();
            }
            catch (Exception error)
            {
                failure ??= error;
                Volatile.Write(ref isDone, true);
            }
        }
    }

    private static Sequential Sum()
    {
        Layer[] layers = [.. Enumerable.Range(0, Many).Select(_ => new Shift())];
        return new Sequential(layers, "sum", new Input([1]));
    }

    private sealed class Asking : Model
    {
        private readonly Sequential _sum;

        public Asking(Sequential sum) => _sum = AddLayer(sum);

        public int Asked { get; private set; }

        protected override Tensor Call(Tensor input, bool training) => _sum.Apply(input, training);

        protected override void TrainStep(TrainingStep step)
        {
            Assert.Equal(0, _sum.Predict(step.X.Clone()).Item() % Many);
            Asked++;
            base.TrainStep(step);
        }
    }

    private sealed class Pausing(ManualResetEventSlim inside, ManualResetEventSlim mayGoOn) : Layer
    {
        public override Shape ComputeOutputShape(Shape input) => input;

        protected override Tensor Call(Tensor input, bool training)
        {
            inside.Set();
            mayGoOn.Wait(TimeSpan.FromSeconds(60));
            return input;
        }
    }

    private sealed record Watched(Action Watch) : Constraint
    {
        public override string ClassName => "Watched";

        public override void Project(Span<float> weight, Shape shape) => Watch();
    }

    private sealed record Scheduled(Action Ask) : LearningRateSchedule
    {
        public override double At(long step)
        {
            Ask();
            return 0.1;
        }
    }

    private sealed class Shift : Layer
    {
        private Variable? _shift;

        public override Shape ComputeOutputShape(Shape input) => input;

        protected override void OnBuild(Shape input) => _shift = AddWeight("shift", [1], Initializer.Zeros);

        protected override Tensor Call(Tensor input, bool training) => input + _shift!.Value;
    }

    private sealed class Falling : Layer
    {
        private Variable? _shift;

        public override Shape ComputeOutputShape(Shape input) => input;

        protected override void OnBuild(Shape input) => _shift = AddWeight("shift", [1], Initializer.Zeros);

        protected override Tensor Call(Tensor input, bool training)
        {
            AddLoss(_shift!.Value.Sum());
            return input + _shift!.Value;
        }
    }
}
