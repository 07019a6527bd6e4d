using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers;

public class LayerLossesTests
{
    // Weight 2: 0.5·4. Output 2·1 and 2·3: 0.25·(2 + 6). The layer's own: 0.5·4, of which twice.
    [Fact]
    public void A_recording_has_the_penalties_of_weights_and_outputs_and_what_layers_added()
    {
        Sequential model = Factor();
        var tape = new GradientTape();
        float[] terms = [];
        tape.Record(() =>
        {
            Tensor y = model.Apply(Tensor.From([1f, 3f], [2, 1]), training: true);
            terms = [.. model.AddedLosses.Select(term => term.Item())];
            return y.Sum();
        });
        Assert.Equal([2f, 2f, 4f], terms);
        Assert.Equal([2f], model.AddedLosses.Select(term => term.Item()));
    }

    [Fact]
    public void A_layer_has_its_own_only()
    {
        Sequential model = Factor();
        new GradientTape().Record(() =>
        {
            Tensor y = model.Apply(Tensor.Ones([1, 1]));
            Assert.Equal([2f, 0.5f], model.Layers[0].AddedLosses.Select(term => term.Item()));
            Assert.Single(model.Layers[1].AddedLosses);
            Assert.Empty(new ReLU().AddedLosses);
            return y.Sum();
        });
    }

    [Fact]
    public void Each_recording_starts_anew()
    {
        Sequential model = Factor();
        var tape = new GradientTape(persistent: true);
        for (int i = 0; i < 2; i++)
        {
            tape.Record(() =>
            {
                Tensor y = model.Apply(Tensor.Ones([1, 1]));
                Assert.Equal(3, model.AddedLosses.Count);
                return y.Sum();
            });
        }
    }

    [Fact]
    public void A_loop_that_adds_them_takes_the_steps_of_Fit()
    {
        (Tensor x, Tensor y) = (Tensor.From([1f, 2f], [2, 1]), Tensor.From([0f, 1f], [2, 1]));
        Sequential fitted = Factor(), own = Factor();
        var optimizer = new SGD(0.01f, lossScaleFactor: 8f);
        fitted.Compile(new SGD(0.01f), "mse");
        for (int step = 0; step < 3; step++)
        {
            fitted.TrainOnBatch(x, y);
            var tape = new GradientTape();
            Tensor loss = tape.Record(() =>
            {
                Tensor sum = Loss.MeanSquaredError().Apply(y, own.Apply(x, training: true));
                foreach (Tensor term in own.AddedLosses) sum += term;
                return optimizer.ScaleLoss(sum);
            });
            optimizer.Apply(own.TrainableWeights, tape.Gradient(loss, own.TrainableWeights));
            Assert.Equal(fitted.Weights[0].Value.Item(), own.Weights[0].Value.Item(), 1e-6f);
        }
    }

    // The penalties of weights are added to the gradients behind the tape's back.
    [Theory]
    [InlineData("sgd")]
    [InlineData("adam")]
    public void A_scaled_loss_trains_and_reports_as_one_that_is_not(string optimizer)
    {
        (Tensor x, Tensor y) = (Tensor.From([1f, 2f], [2, 1]), Tensor.From([0f, 1f], [2, 1]));
        Sequential plain = Factor(), scaled = Factor();
        plain.Compile(optimizer == "sgd" ? new SGD(0.01f) : new Adam(0.01f), "mse");
        scaled.Compile(optimizer == "sgd" ? new SGD(0.01f, lossScaleFactor: 1024f) : new Adam(0.01f, lossScaleFactor: 1024f), "mse");
        for (int step = 0; step < 3; step++)
        {
            Assert.Equal(plain.TrainOnBatch(x, y)["loss"], scaled.TrainOnBatch(x, y)["loss"], 1e-6);
            Assert.Equal(plain.Weights[0].Value.Item(), scaled.Weights[0].Value.Item(), 1e-6f);
        }
    }

    private static Sequential Factor() => new(
        [
            new Dense(
                1, useBias: false, kernelInitializer: Initializer.Constant(2f), kernelRegularizer: Regularizer.L2(0.5f),
                activityRegularizer: Regularizer.L1(0.25f), name: "dense"),
            new Adding(),
        ],
        "factor", new Input([1]));

    private sealed class Adding : Layer
    {
        public override Shape ComputeOutputShape(Shape input) => input;

        protected override Tensor Call(Tensor input, bool training)
        {
            AddLoss(0.5f * input);
            return input;
        }
    }
}
