using DeepSharp.Layers;

namespace DeepSharp.Tests.Optimizers;

public class LossScaleOptimizerTests
{
    [Fact]
    public void A_step_that_is_not_finite_is_skipped_and_halves_the_scale()
    {
        Variable w = OptimizerRun.One();
        var optimizer = new LossScaleOptimizer(new SGD(0.1), initialScale: 8);
        optimizer.Apply([w], [Tensor.From([float.PositiveInfinity])]);
        Assert.Equal((1f, 4f, 0), (w.Value.Item(), optimizer.DynamicScale, optimizer.Iterations));
        optimizer.Apply([w], [Tensor.From([4f])]);
        Assert.Equal((0.9f, 1), (w.Value.Item(), optimizer.Iterations));
    }

    // The scale is a power of two: nothing is rounded otherwise.
    [Fact]
    public void Training_takes_the_steps_of_the_inner_optimizer()
    {
        (Model plain, Model scaled) = (Compiled(new Adam(0.01)), Compiled(new LossScaleOptimizer(new Adam(0.01), dynamicGrowthSteps: 3)));
        Tensor x = Tensor.RandomUniform([8, 4], seed: 1), y = Tensor.RandomUniform([8, 2], seed: 2);
        scaled.SetWeights(plain.GetWeights());
        for (int i = 0; i < 5; i++)
        {
            plain.TrainOnBatch(x, y);
            scaled.TrainOnBatch(x, y);
        }

        foreach ((Tensor one, Tensor other) in plain.GetWeights().Zip(scaled.GetWeights()))
        {
            TestData.AssertSameBits(one.ToArray(), other.ToArray(), "weights");
        }

        Assert.Equal(65536f, ((LossScaleOptimizer)scaled.Optimizer!).DynamicScale);
    }

    [Fact]
    public void Another_one_goes_on_from_its_state()
    {
        Variable w = OptimizerRun.One();
        var (first, second) = (new LossScaleOptimizer(new Adam(0.1), 8, 2), new LossScaleOptimizer(new Adam(0.2), 8, 2));
        for (int i = 0; i < 3; i++) first.Apply([w], [Tensor.From([4f])]);
        second.SetState(first.GetState());
        Assert.Equal((first.DynamicScale, 3, 0.1), (second.DynamicScale, second.Iterations, second.LearningRate));
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        Variable[] variables = [new(Tensor.Ones([64, 64]), "kernel")];
        Tensor?[] gradients = [Tensor.Ones([64, 64])];
        var optimizer = new LossScaleOptimizer(new Adam());
        AllocationAssert.Zero(() => optimizer.Apply(variables, gradients));
    }

    [Fact]
    public void One_inside_of_another_is_refused() => Assert.Contains(
        "LossScaleOptimizer: expected an optimizer that does not scale the loss by itself",
        Assert.Throws<ArgumentException>(() => new LossScaleOptimizer(new LossScaleOptimizer("adam"))).Message, StringComparison.Ordinal);

    private static Model Compiled(Optimizer optimizer)
    {
        var model = new Sequential([new Input([4]), new Dense(2)]);
        model.Compile(optimizer, "mse");
        return model;
    }
}
