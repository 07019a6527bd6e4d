using DeepSharp.Layers;
using SidePackage;

namespace DeepSharp.Tests.Extensions;

/// <summary>Two copies of a model that each see half of a batch learn what one learns that sees all of it.</summary>
public class GradientAverageTests
{
    [Fact]
    public async Task Copies_learn_as_one_model_does()
    {
        Sequential one = Make(), left = Make(), right = Make();
        left.SetWeights(one.GetWeights());
        right.SetWeights(one.GetWeights());
        using var average = new GradientAverage(2);
        average.Join(left.Optimizer!, 0);
        average.Join(right.Optimizer!, 1);
        (Tensor x, Tensor y) = (Tensor.RandomNormal([8, 3], seed: 1), Tensor.RandomNormal([8, 1], seed: 2));

        one.Fit(x, y, batchSize: 8, epochs: 5, shuffle: false, verbose: 0);
        Task other = Task.Factory.StartNew(
            () => right.Fit(x[4..], y[4..], batchSize: 4, epochs: 5, shuffle: false, verbose: 0),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        left.Fit(x[..4], y[..4], batchSize: 4, epochs: 5, shuffle: false, verbose: 0);
        await other.WaitAsync(TestContext.Current.CancellationToken);

        for (int i = 0; i < one.Weights.Count; i++)
        {
            TestData.AssertSameBits(left.Weights[i].Value.ToArray(), right.Weights[i].Value.ToArray(), $"weight {i}");
            float[] want = one.Weights[i].Value.ToArray(), got = left.Weights[i].Value.ToArray();
            for (int j = 0; j < want.Length; j++) Assert.Equal(want[j], got[j], 1e-5);
        }
    }

    private static Sequential Make()
    {
        var model = new Sequential(new Dense(4, activation: "tanh", inputShape: [3]), new Dense(1));
        model.Compile(new SGD(0.1, momentum: 0.9), "mse");
        return model;
    }
}
