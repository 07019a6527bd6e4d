using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Optimizers;

public class OptimizerOptionsTests
{
    // 1 - 0.1·0.5·1, then a step of 0.1·2.
    [Fact]
    public void Weight_decay_is_taken_off_before_the_step() =>
        OptimizerRun.Check(new SGD(0.1f, weightDecay: 0.5f), [2f, 0f], [0.75, 0.75 * 0.95]);

    [Fact]
    public void Weight_decay_follows_the_rate_of_a_schedule() => OptimizerRun.Check(
        new SGD(new PiecewiseConstantDecay([0], [0.1f, 0.2f]), weightDecay: 0.5f), [0f, 0f], [0.95, 0.95 * 0.9]);

    [Fact]
    public void Excluded_weights_do_not_decay()
    {
        Variable kernel = OptimizerRun.One(), bias = new(Tensor.From([1f]), "bias"), gamma = new(Tensor.From([1f]), "gamma");
        var optimizer = new SGD(0.1f, weightDecay: 0.5f);
        optimizer.ExcludeFromWeightDecay([gamma], ["bias"]);
        optimizer.Apply([kernel, bias, gamma], [Tensor.From([0f]), Tensor.From([0f]), Tensor.From([0f])]);

        Assert.Equal((0.95f, 1f, 1f), (kernel.Value.Item(), bias.Value.Item(), gamma.Value.Item()));
    }

    [Fact]
    public void Weights_cannot_be_excluded_when_training_has_begun()
    {
        var optimizer = new AdamW();
        optimizer.Build([OptimizerRun.One()]);
        var exception = Assert.Throws<InvalidOperationException>(() => optimizer.ExcludeFromWeightDecay(names: ["bias"]));
        Assert.StartsWith("AdamW: expected ExcludeFromWeightDecay before the first step", exception.Message, StringComparison.Ordinal);
    }

    // A norm of 5 is brought down to 1, one of 0.5 stays.
    [Fact]
    public void A_gradient_is_clipped_by_its_norm()
    {
        Variable a = Zeros(2), b = Zeros(2);
        new SGD(1f, clipNorm: 1f).Apply([a, b], [Tensor.From([3f, 4f]), Tensor.From([0.3f, 0.4f])]);

        Assert.Equal([-0.6f, -0.8f], a.Value.ToArray());
        Assert.Equal([-0.3f, -0.4f], b.Value.ToArray());
    }

    // Norms of 3 and 4 make 5.
    [Fact]
    public void All_gradients_are_clipped_by_their_common_norm()
    {
        Variable a = Zeros(1), b = Zeros(1);
        new SGD(1f, globalClipNorm: 1f).Apply([a, b], [Tensor.From([3f]), Tensor.From([-4f])]);
        Assert.Equal((-0.6f, 0.8f), (a.Value.Item(), b.Value.Item()));
    }

    [Fact]
    public void A_gradient_is_clipped_value_by_value()
    {
        Variable a = Zeros(3);
        Tensor gradient = Tensor.From([3f, -4f, 0.25f]);
        new SGD(1f, clipValue: 0.5f).Apply([a], [gradient]);

        Assert.Equal([-0.5f, 0.5f, -0.25f], a.Value.ToArray());
        Assert.Equal([3f, -4f, 0.25f], gradient.ToArray());
    }

    // Gradients 1 and 3 have the mean 2.
    [Fact]
    public void Accumulated_gradients_make_one_step_of_their_mean()
    {
        Variable w = OptimizerRun.One();
        var optimizer = new SGD(0.1f, gradientAccumulationSteps: 2);
        optimizer.Apply([w], [Tensor.From([1f])]);
        Assert.Equal((1f, 0), (w.Value.Item(), optimizer.Iterations));
        optimizer.Apply([w], [Tensor.From([3f])]);
        Assert.Equal(0.8f, w.Value.Item(), 1e-6f);
        Assert.Equal(1, optimizer.Iterations);
        optimizer.Apply([w], [Tensor.From([100f])]);
        Assert.Equal(0.8f, w.Value.Item(), 1e-6f);
    }

    // The mean of 6 and 2 is 4, and only that is clipped.
    [Fact]
    public void Clipping_comes_after_accumulation()
    {
        foreach (SGD optimizer in (SGD[])[
            new(1f, clipNorm: 3f, gradientAccumulationSteps: 2), new(1f, clipValue: 3f, gradientAccumulationSteps: 2),
            new(1f, globalClipNorm: 3f, gradientAccumulationSteps: 2)])
        {
            Variable w = Zeros(1);
            optimizer.Apply([w], [Tensor.From([6f])]);
            optimizer.Apply([w], [Tensor.From([2f])]);
            Assert.Equal(-3f, w.Value.Item(), 1e-6f);
        }
    }

    // Weights 0.5 and 0: the first average is 0.5, the second 0.75·0.5.
    [Fact]
    public void Averages_replace_the_weights_at_the_end()
    {
        Variable w = OptimizerRun.One();
        var optimizer = new SGD(0.5f, useEma: true, emaMomentum: 0.75f);
        optimizer.Apply([w], [Tensor.From([1f])]);
        optimizer.Apply([w], [Tensor.From([1f])]);
        Assert.Equal(0f, w.Value.Item());
        optimizer.FinalizeVariableValues([w]);
        Assert.Equal(0.375f, w.Value.Item());
    }

    [Fact]
    public void Averages_replace_the_weights_every_so_many_steps()
    {
        Variable w = OptimizerRun.One();
        var optimizer = new SGD(0.5f, useEma: true, emaMomentum: 0.75f, emaOverwriteFrequency: 2);
        optimizer.Apply([w], [Tensor.From([1f])]);
        Assert.Equal(0.5f, w.Value.Item());
        optimizer.Apply([w], [Tensor.From([1f])]);
        Assert.Equal(0.375f, w.Value.Item());
    }

    [Fact]
    public void Without_averages_or_steps_there_is_nothing_to_finalize()
    {
        Variable w = OptimizerRun.One();
        new SGD().FinalizeVariableValues([w]);
        var optimizer = new SGD(useEma: true);
        optimizer.Build([w]);
        optimizer.FinalizeVariableValues([w]);
        Assert.Equal(1f, w.Value.Item());
    }

    [Fact]
    public void A_weight_that_joins_later_starts_its_average_with_itself()
    {
        Variable a = OptimizerRun.One(), b = new(Tensor.From([5f]), "late");
        var optimizer = new SGD(0f, useEma: true, emaMomentum: 0.5f);
        optimizer.Apply([a], [Tensor.From([1f])]);
        optimizer.Apply([a, b], [Tensor.From([1f]), Tensor.From([1f])]);
        optimizer.FinalizeVariableValues([b]);
        Assert.Equal(5f, b.Value.Item());
    }

    // Gradients of a loss times 1024; the steps are those of the loss itself.
    [Fact]
    public void The_scale_of_the_loss_is_taken_off_the_gradients()
    {
        OptimizerRun.Check(new SGD(0.1f, lossScaleFactor: 1024f), [1024f, 2048f], [0.9, 0.7]);
        OptimizerRun.Check(new SGD(0.1f, clipNorm: 3f, lossScaleFactor: 2f), [10f, 4f], [0.7, 0.5]);
        OptimizerRun.Check(new SGD(0.1f, globalClipNorm: 3f, lossScaleFactor: 2f), [10f, 4f], [0.7, 0.5]);
        OptimizerRun.Check(new SGD(0.1f, clipValue: 3f, lossScaleFactor: 2f), [-10f, 4f], [1.3, 1.1]);

        Variable w = OptimizerRun.One();
        var optimizer = new SGD(0.1f, lossScaleFactor: 4f, gradientAccumulationSteps: 2);
        optimizer.Apply([w], [Tensor.From([4f])]);
        optimizer.Apply([w], [Tensor.From([12f])]);
        Assert.Equal(0.8f, w.Value.Item(), 1e-6f);
    }

    [Fact]
    public void A_loss_is_scaled_by_the_factor_or_not_at_all()
    {
        Tensor loss = Tensor.Scalar(1.5f);
        Assert.Equal(3f, new SGD(lossScaleFactor: 2f).ScaleLoss(loss).Item());
        Assert.Same(loss, new SGD().ScaleLoss(loss));
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-1f)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NaN)]
    public void A_scale_of_the_loss_out_of_range_is_refused(float factor)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(lossScaleFactor: factor));
        Assert.StartsWith(
            "Adam: expected a finite factor above 0 as lossScaleFactor but got", exception.Message, StringComparison.Ordinal);
    }

    // Everything at once, in double precision: two calls a step, gradients halved by the scale, decay, clipping, averages.
    [Fact]
    public void All_options_together_follow_the_order_of_Keras()
    {
        double w = 1, average = 0, sum = 0, mean = 0, variance = 0, largest = 0;
        Variable weight = OptimizerRun.One();
        var optimizer = new Adam(
            0.1f, weightDecay: 0.5f, clipValue: 0.75f, useEma: true, emaMomentum: 0.5f, emaOverwriteFrequency: 2, lossScaleFactor: 2f,
            gradientAccumulationSteps: 2);
        for (int call = 0; call < 8; call++)
        {
            double gradient = 3 - call;
            sum += gradient / 2;
            int step = call / 2;
            if (call % 2 == 1)
            {
                double clipped = Math.Clamp(sum / 2, -0.75, 0.75);
                OptimizerReference.Adam(
                    ref w, clipped, ref mean, ref variance, ref largest, step + 1, (0.1, 0.9, 0.999, 1e-7), amsGrad: false, decay: 0.05);
                sum = 0;
            }

            average = step == 0 ? w : 0.5 * average + 0.5 * w;
            if ((step + 1) % 2 == 0) w = average;

            optimizer.Apply([weight], [Tensor.From([(float)gradient])]);
            Assert.Equal(w, weight.Value.Item(), 5e-6);
        }
    }

    // The kernels of the library do it all in one pass; a custom optimizer gets weights and gradients that are ready.
    [Fact]
    public void Another_optimizer_gets_the_same_options()
    {
        OptimizerOptions[] all =
        [
            new(), new(weightDecay: 0.5f), new(clipNorm: 0.7f), new(clipValue: 0.3f), new(globalClipNorm: 0.9f),
            new(weightDecay: 0.1f, clipValue: 0.3f, gradientAccumulationSteps: 2),
            new(useEma: true, emaMomentum: 0.5f, emaOverwriteFrequency: 2),
        ];
        foreach (OptimizerOptions options in all)
        {
            Assert.Equal(Train(new Plain(options)), Train(Built(options)), (want, got) => Math.Abs(want - got) < 1e-6f);
        }

        static SGD Built(OptimizerOptions o) => new(
            0.1f, weightDecay: o.WeightDecay, clipNorm: o.ClipNorm, clipValue: o.ClipValue, globalClipNorm: o.GlobalClipNorm,
            useEma: o.UseEma, emaMomentum: o.EmaMomentum, emaOverwriteFrequency: o.EmaOverwriteFrequency,
            gradientAccumulationSteps: o.GradientAccumulationSteps);
    }

    public static TheoryData<string> EveryKind =>
        [
            "sgd", "rmsprop", "adam", "adamw", "adagrad", "adadelta", "adamax", "nadam", "lion", "ftrl", "lamb", "adafactor", "muon",
            "schedulefreeadamw",
        ];

    [Theory]
    [MemberData(nameof(EveryKind))]
    public void A_step_with_any_options_allocates_nothing(string name)
    {
        OptimizerOptions[] all =
        [
            new(weightDecay: 0.01f, clipNorm: 1f, gradientAccumulationSteps: 2, useEma: true, emaOverwriteFrequency: 3),
            new(globalClipNorm: 1f), new(clipValue: 0.5f),
        ];
        foreach (OptimizerOptions options in all)
        {
            var config = (System.Text.Json.Nodes.JsonObject)((Optimizer)name).ToConfig()["config"]!.DeepClone();
            options.Write(config);
            config["weight_decay"] = options.WeightDecay ?? 0f;
            Optimizer optimizer = Optimizer.FromConfig(ConfigSchema.Wrap("keras.optimizers", name, config));
            Variable[] variables = [new(Tensor.Ones([64, 64]), "kernel"), new(Tensor.Ones([64]), "bias")];
            Tensor?[] gradients = [Tensor.Ones([64, 64]), Tensor.Ones([64])];
            AllocationAssert.Zero(() => optimizer.Apply(variables, gradients));
        }
    }

    [Fact]
    public void Only_one_kind_of_clipping_may_be_given()
    {
        var exception = Assert.Throws<ArgumentException>(() => new Adam(clipNorm: 1f, clipValue: 0.5f));
        Assert.StartsWith(
            "Adam: expected at most one of clipNorm, clipValue and globalClipNorm but got clipNorm 1, clipValue 0.5, globalClipNorm null.",
            exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Check(() => new SGD(weightDecay: -0.1f), "SGD: expected a weight decay of 0 or more as weightDecay but got -0.1.");
        Check(() => new SGD(weightDecay: float.NaN), "SGD: expected a weight decay of 0 or more as weightDecay but got NaN.");
        Check(() => new SGD(clipNorm: 0f), "SGD: expected a norm above 0 as clipNorm but got 0.");
        Check(() => new SGD(clipValue: -1f), "SGD: expected a limit above 0 as clipValue but got -1.");
        Check(() => new SGD(globalClipNorm: 0f), "SGD: expected a norm above 0 as globalClipNorm but got 0.");
        Check(() => new SGD(emaMomentum: 1.5f), "SGD: expected a momentum from 0 to 1 as emaMomentum but got 1.5.");
        Check(() => new SGD(emaOverwriteFrequency: 0), "SGD: expected a number of steps of 1 or more as emaOverwriteFrequency but got 0.");
        Check(
            () => new SGD(gradientAccumulationSteps: 1),
            "SGD: expected a number of steps of 2 or more as gradientAccumulationSteps but got 1.");

        static void Check(Func<object> create, string message) =>
            Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(create).Message, StringComparison.Ordinal);
    }

    private static Variable Zeros(int length) => new(Tensor.Zeros([length]), "w");

    private static float[] Train(Optimizer optimizer)
    {
        Variable a = new(Tensor.From(TestData.Uniform(37, 1)), "a"), b = new(Tensor.From(TestData.Uniform(5, 2)), "b");
        for (int step = 0; step < 4; step++)
        {
            optimizer.Apply([a, b], [Tensor.From(TestData.Uniform(37, 3 + step)), Tensor.From(TestData.Uniform(5, 13 + step))]);
        }

        return [.. a.Value.ToArray(), .. b.Value.ToArray()];
    }

    private sealed class Plain(OptimizerOptions options) : Optimizer(0.1f, options)
    {
        protected override void Update(Span<float> weight, ReadOnlySpan<float> gradient, Slots slots, OptimizerStep step)
        {
            for (int i = 0; i < weight.Length; i++) weight[i] -= step.LearningRate * gradient[i];
        }
    }
}
