using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Optimizers;

public class OptimizerTests
{
    [Fact]
    public void A_name_stands_for_the_optimizer_with_Keras_defaults()
    {
        Assert.Equal(0.001, Assert.IsType<Adam>((Optimizer)"adam").LearningRate);
        Assert.Equal(0.01, Assert.IsType<SGD>((Optimizer)"sgd").LearningRate);
        Assert.IsType<SGD>((Optimizer)"SGD");
    }

    [Fact]
    public void An_unknown_name_lists_the_known_ones()
    {
        var exception = Assert.Throws<ArgumentException>(() => (Optimizer)"adma");
        Assert.StartsWith(
            "Unknown optimizer 'adma'. Did you mean 'adam'? Known: Adadelta, Adafactor, Adagrad, Adam, AdamW, Adamax, Ftrl, Lamb, Lion, " +
            "LossScaleOptimizer, Muon, Nadam, RMSprop, SGD, ScheduleFreeAdamW,",
            exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_config_comes_back()
    {
        Optimizer[] optimizers =
        [
            new SGD(), new SGD(0.3f, 0.5f, true), new Adam(), new Adam(0.3f, 0.8f, 0.7f, 1e-3f, true), new AdamW(0.3f, 0.02f, clipNorm: 1f),
            new RMSprop(0.3f, 0.8f, 0.7f, 1e-3f, true), new Adagrad(0.3f, 0.2f, 1e-3f), new Adadelta(0.3f, 0.8f, 1e-3f),
            new Adamax(0.3f, 0.8f, 0.7f, 1e-3f), new Nadam(0.3f, 0.8f, 0.7f, 1e-3f), new Lion(0.3f, 0.8f, 0.7f, clipValue: 0.5f),
            new Ftrl(0.3f, -0.4f, 0.2f, 0.1f, 0.3f, 0.5f, 0.6f, globalClipNorm: 2f),
            new Lamb(0.3f, 0.8f, 0.7f, 1e-3f), new Adafactor(0.3f, -0.7f, 1e-20f, 1e-2f, 2f, false, lossScaleFactor: 2f),
            new SGD(
                0.1f, weightDecay: 0.01f, useEma: true, emaMomentum: 0.5f, emaOverwriteFrequency: 7, gradientAccumulationSteps: 3,
                name: "mine"),
        ];
        foreach (Optimizer optimizer in optimizers)
        {
            string config = optimizer.ToConfig().ToJsonString();
            Optimizer copy = Optimizer.FromConfig(JsonNode.Parse(config)!);
            Assert.Equal(config, copy.ToConfig().ToJsonString());
            Assert.Equal(config, Optimizer.FromConfig(optimizer.ToConfig()).ToConfig().ToJsonString());
        }
    }

    [Fact]
    public void The_config_that_Keras_writes_is_read()
    {
        JsonNode config = JsonNode.Parse(
            """
            {"module": "keras.optimizers", "class_name": "Adam", "registered_name": null, "config": {
              "name": "adam", "learning_rate": 0.0020000000949949026, "weight_decay": null, "clipnorm": null, "global_clipnorm": null,
              "clipvalue": null,
              "use_ema": false, "ema_momentum": 0.99, "ema_overwrite_frequency": null, "loss_scale_factor": null,
              "gradient_accumulation_steps": null,
              "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-07, "amsgrad": false}}
            """)!;
        Assert.Equal(0.002, Optimizer.FromConfig(config).LearningRate);
    }

    [Fact]
    public void The_scale_of_the_loss_is_read()
    {
        JsonObject config = ConfigSchema.Wrap("keras.optimizers", "Adam", new JsonObject { ["loss_scale_factor"] = 1024f });
        Assert.Equal(1024f, Optimizer.FromConfig(config).Options.LossScaleFactor);
    }

    [Fact]
    public void A_new_learning_rate_counts_from_the_next_step()
    {
        Variable w = OptimizerRun.One();
        var optimizer = new SGD(0.1f);
        optimizer.Apply([w], [Tensor.From([1f])]);
        optimizer.LearningRate = 0.5f;
        optimizer.Apply([w], [Tensor.From([1f])]);
        Assert.Equal(0.4f, w.Value.Item(), 1e-6f);
    }

    [Theory]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    public void A_learning_rate_below_0_is_refused(float rate)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(rate));
        Assert.StartsWith("Adam: expected a learning rate of 0 or more but got ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_variable_without_a_gradient_stays()
    {
        (Variable a, Variable b) = (OptimizerRun.One(), OptimizerRun.One());
        new SGD(0.1f).Apply([a, b], [null, Tensor.From([1f])]);
        Assert.Equal((1f, 0.9f), (a.Value.Item(), b.Value.Item()));
    }

    [Fact]
    public void Another_number_of_gradients_is_refused()
    {
        var exception = Assert.Throws<ArgumentException>(() => new SGD().Apply([OptimizerRun.One()], []));
        Assert.StartsWith("SGD: expected one gradient for each of 1 variables but got 0.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gradient_of_another_shape_is_refused_before_anything_changes()
    {
        (Variable a, Variable b) = (OptimizerRun.One(), OptimizerRun.One());
        var optimizer = new SGD(0.1f);
        var exception = Assert.Throws<ShapeException>(() => optimizer.Apply([a, b], [Tensor.From([1f]), Tensor.Ones([2])]));

        Assert.Equal("SGD: expected a gradient of shape (1,) for 'dense/kernel' but got (2,).", exception.Message);
        Assert.Equal((1f, 0), (a.Value.Item(), optimizer.Iterations));
    }

    [Theory]
    [MemberData(nameof(OptimizerOptionsTests.EveryKind), MemberType = typeof(OptimizerOptionsTests))]
    public void A_step_allocates_nothing(string name)
    {
        Optimizer optimizer = name;
        Variable[] variables = [new(Tensor.Ones([64, 64]), "kernel"), new(Tensor.Ones([64]), "bias")];
        Tensor?[] gradients = [Tensor.Ones([64, 64]), Tensor.Ones([64])];
        AllocationAssert.Zero(() => optimizer.Apply(variables, gradients));
    }

    [Fact]
    public void An_optimizer_of_ones_own_gets_weight_gradient_and_slots()
    {
        Variable w = OptimizerRun.One();
        var optimizer = new SumOfGradients();
        optimizer.Apply([w], [Tensor.From([2f])]);
        optimizer.Apply([w], [Tensor.From([3f])]);

        Assert.Equal(1 - 2 - 5, w.Value.Item());
        Assert.Equal("sum_of_gradients", optimizer.Name);
    }

    private sealed class SumOfGradients() : Optimizer(1f, "sum")
    {
        protected override void Update(Span<float> weight, ReadOnlySpan<float> gradient, Slots slots, OptimizerStep step)
        {
            for (int i = 0; i < weight.Length; i++) weight[i] -= slots[0][i] += gradient[i];
        }
    }
}
