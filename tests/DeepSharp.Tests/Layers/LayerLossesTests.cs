using DeepSharp.Layers;
using DeepSharp.Tests.Models;

namespace DeepSharp.Tests.Layers;

public class LayerLossesTests
{
    // Everything that adds to a loss: penalties of weights with a shortcut and without, of an output, of a shared layer, and AddLoss.
    [Theory]
    [InlineData("sgd", false)]
    [InlineData("adam", false)]
    [InlineData("adam", true)]
    public void A_loop_that_adds_them_gives_the_weights_of_Fit_bit_for_bit(string optimizer, bool usesWorkspace)
    {
        (Tensor x, Tensor y) = SmallModels.Points(44);
        Model fitted = Penalized(), model = Penalized();
        fitted.Compile(optimizer, "sparse_categorical_crossentropy");
        History history = fitted.Fit(x, y, batchSize: 16, epochs: 3, verbose: Verbosity.Silent, shuffle: false);

        Optimizer own = optimizer;
        Loss compiled = "sparse_categorical_crossentropy";
        var tape = new GradientTape(workspace: usesWorkspace ? new Workspace() : null);
        double loss = 0;
        for (int epoch = 0; epoch < 3; epoch++)
        {
            loss = 0;
            for (int start = 0; start < 44; start += 16)
            {
                int end = Math.Min(start + 16, 44);
                Tensor value = tape.Record(() =>
                {
                    Tensor sum = compiled.Apply(y[start..end], model.Apply(x[start..end], training: true));
                    foreach (Tensor term in model.Losses) sum += term;
                    return sum;
                });
                loss += (double)value.Item() * (end - start) / 44;
                own.Apply(model.TrainableWeights, tape.Gradient(value, model.TrainableWeights));
            }
        }

        TestData.AssertSameBits(SmallModels.WeightsOf(fitted), SmallModels.WeightsOf(model), "weights");
        Assert.Equal(history["loss"][2], loss, 1e-5);
    }

    [Fact]
    public void What_layers_added_comes_first_and_then_the_penalties_of_weights()
    {
        Sequential model = Factor(Regularizer.L2(0.5f), Regularizer.L1(1f));
        new GradientTape().Record(() =>
        {
            Assert.Equal([2f], Values(model.Losses));
            Tensor y = model.Apply(Tensor.From([1, 3], [2, 1]));
            Assert.Equal([(2f + 6) / 2, 2f], Values(model.Losses));
            Assert.Equal([(2f + 6) / 2, 2f], Values(model.Layers[0].Losses));
            return y;
        });
    }

    [Fact]
    public void A_model_has_those_of_its_own_layers_only_and_of_all_calls()
    {
        Sequential one = Factor(null, Regularizer.L1(1f)), other = Factor(null, Regularizer.L1(10f));
        new GradientTape().Record(() =>
        {
            one.Apply(Tensor.Ones([1, 1]));
            other.Apply(Tensor.Ones([1, 1]));
            Assert.Equal([2f], Values(one.Losses));
            Assert.Equal([20f], Values(other.Losses));
            one.Apply(Tensor.Full([1, 1], 2f));
            Assert.Equal([2f, 4f], Values(one.Losses));
            return Tensor.Zeros([1]);
        });
    }

    [Fact]
    public void A_new_recording_begins_without_those_of_the_last()
    {
        Sequential model = Factor(null, Regularizer.L1(1f));
        var tape = new GradientTape();
        for (int i = 0; i < 3; i++)
        {
            Tensor loss = tape.Record(() =>
            {
                model.Apply(Tensor.Ones([1, 1]));
                return Assert.Single(model.Losses);
            });
            Assert.Equal(1f, tape.Gradient(loss, model.TrainableWeights)[0]!.Item());
        }
    }

    [Fact]
    public void A_frozen_weight_has_none()
    {
        Sequential model = Factor(Regularizer.L2(0.5f), null);
        model.Trainable = false;
        new GradientTape().Record(() =>
        {
            Assert.Empty(model.Losses);
            return Tensor.Zeros([1]);
        });
    }

    [Fact]
    public void Without_a_tape_there_is_nothing_to_read()
    {
        Sequential model = Factor(null, null);
        var exception = Assert.Throws<InvalidOperationException>(() => model.Losses);
        Assert.Equal(
            "Sequential 'factor', Losses: expected a tape that records on this thread, since what layers add to the loss is kept nowhere " +
            "else. Apply the layer and read Losses inside tape.Record(() => ...).",
            exception.Message);
    }

    private static float[] Values(IEnumerable<Tensor> losses) => [.. losses.Select(loss => loss.Item())];

    private static Sequential Factor(Regularizer? kernel, Regularizer? activity) => new(
        [
            new Dense(
                1, useBias: false, kernelInitializer: Initializer.Constant(2f), kernelRegularizer: kernel, activityRegularizer: activity,
                name: "dense"),
        ],
        "factor", new Input([1]));

    private static Model Penalized()
    {
        var input = new Input([4]);
        var shared = new Dense(
            4, "tanh", kernelInitializer: Initializer.GlorotUniform(1), kernelRegularizer: Regularizer.L1L2(0.01f, 0.03f),
            activityRegularizer: Regularizer.L2(0.002f), name: "shared");
        var second = new Dense(
            8, "relu", kernelInitializer: Initializer.GlorotUniform(2), kernelRegularizer: Regularizer.Orthogonal(0.02f),
            biasRegularizer: Regularizer.L2(0.1f), name: "second");
        var head = new Dense(3, "softmax", kernelInitializer: Initializer.GlorotUniform(3), kernelRegularizer: "l2", name: "head");
        return new Model(input, head.Apply(new Adding().Apply(second.Apply(shared.Apply(shared.Apply(input))))), "penalized");
    }

    private sealed class Adding : Layer
    {
        public override Shape ComputeOutputShape(Shape input) => input;

        protected override Tensor Call(Tensor input, bool training)
        {
            AddLoss(0.01f * input.Square().Mean());
            return input;
        }
    }
}
