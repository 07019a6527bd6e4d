using DeepSharp.Layers;

namespace DeepSharp.Tests.Optimizers;

public class GradientHookTests
{
    [Fact]
    public void It_sees_the_gradients_of_Fit_in_the_order_of_the_weights_and_may_change_them()
    {
        var model = new Sequential(new Dense(2, inputShape: [3]), new Dense(1, useBias: false));
        model.Compile(new SGD(1), "mse");
        Tensor[] before = model.GetWeights();
        int calls = 0;
        model.Optimizer!.GradientHook = gradients =>
        {
            calls++;
            Assert.Equal(model.TrainableWeights, gradients.Variables);
            Assert.Equal([6, 2, 2], Lengths(gradients));
            for (int i = 0; i < gradients.Count; i++) gradients[i].Fill(i + 1);
        };
        model.Fit(Tensor.Ones([4, 3]), Tensor.Ones([4, 1]), batchSize: 2, verbose: 0);
        model.TrainOnBatch(Tensor.Ones([2, 3]), Tensor.Ones([2, 1]));

        Assert.Equal(3, calls);
        for (int i = 0; i < before.Length; i++)
        {
            Assert.All((before[i] - model.Weights[i].Value).ToArray(), step => Assert.Equal(3f * (i + 1), step, 1e-5f));
        }
    }

    [Fact]
    public void It_comes_before_clipping_and_sees_what_a_loop_gives_and_what_is_missing()
    {
        Variable a = new(Tensor.From([1f]), "a"), b = new(Tensor.From([1f, 1]), "b");
        var optimizer = new SGD(1, clipValue: 0.5) { GradientHook = gradients => gradients[0][0] *= 10 };
        optimizer.Apply([a, b], [Tensor.From([0.25f]), null]);
        Assert.Equal([0.5f], a.Value.ToArray());
        optimizer.GradientHook = gradients => Assert.Equal([1, 0], Lengths(gradients));
        optimizer.Apply([a, b], [Tensor.From([0.25f]), null]);
        Assert.Equal([0.25f], a.Value.ToArray());
    }

    [Fact]
    public void What_it_makes_not_finite_is_refused_after_it_also_where_the_op_knew_better()
    {
        var model = new Sequential(new Dense(2, inputShape: [3]));
        model.Compile(new SGD(1), "mse");
        model.TrainOnBatch(Tensor.Ones([2, 3]), Tensor.Ones([2, 2]));
        float[] before = [.. model.Weights.SelectMany(weight => weight.Value.ToArray())];
        model.Optimizer!.GradientHook = gradients => gradients[0][1] = float.NaN;
        Assert.Throws<NonFiniteGradientException>(() => model.TrainOnBatch(Tensor.Ones([2, 3]), Tensor.Ones([2, 2])));
        Assert.Equal(before, model.Weights.SelectMany(weight => weight.Value.ToArray()));

        model.Optimizer.GradientHook = gradients => gradients[0].Clear();
        Assert.Equal(1, model.Optimizer.Iterations);
        model.TrainOnBatch(Tensor.Ones([2, 3]), Tensor.Ones([2, 2]));
        Assert.Equal(2, model.Optimizer.Iterations);
    }

    [Fact]
    public void It_allocates_nothing()
    {
        var model = new Sequential(new Dense(2, inputShape: [3]), new Dense(1));
        model.Compile(new Adam(0.01), "mse");
        model.Optimizer!.GradientHook = static gradients =>
        {
            for (int i = 0; i < gradients.Count; i++) gradients[i][0] *= 0.5f;
        };
        (Tensor x, Tensor y) = (Tensor.Ones([2, 3]), Tensor.Ones([2, 1]));
        AllocationAssert.Zero(() => model.TrainOnBatch(x, y));
    }

    private static int[] Lengths(StepGradients gradients)
    {
        var lengths = new int[gradients.Count];
        for (int i = 0; i < lengths.Length; i++) lengths[i] = gradients[i].Length;
        return lengths;
    }
}
