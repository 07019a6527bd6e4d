using DeepSharp.Layers;

namespace DeepSharp.Tests.Serialization;

public class WeightBudgetTests
{
    [Fact]
    public void Weights_within_the_budget_start_as_zeros()
    {
        Layer layer = WeightBudget.Run(15, () => Built(new Dense(3)));
        Assert.All(layer.Weights, weight => Assert.All(weight.Value.ToArray(), value => Assert.Equal(0f, value)));
    }

    [Fact]
    public void Weights_beyond_the_budget_are_refused()
    {
        var exception = Assert.Throws<FormatException>(() => WeightBudget.Run(14, () => Built(new Dense(3))));
        Assert.Equal("the layers want more weights than the 14 values that the file has: the last one has shape (3,).", exception.Message);
    }

    [Fact]
    public void The_budget_ends_with_the_call_whether_it_fails_or_not()
    {
        WeightBudget.Run(15, () => Built(new Dense(3)));
        Assert.Throws<TimeoutException>(() => WeightBudget.Run<Layer>(0, () => throw new TimeoutException()));
        Assert.Contains(Built(new Dense(3)).Weights[0].Value.ToArray(), value => value != 0);
    }

    [Fact]
    public void Other_threads_make_weights_as_always()
    {
        Layer? other = null;
        WeightBudget.Run(0, () =>
        {
            var thread = new Thread(() => other = Built(new Dense(3)));
            thread.Start();
            thread.Join();
            return 0;
        });
        Assert.Equal(2, other!.Weights.Count);
    }

    private static Layer Built(Layer layer)
    {
        layer.Build([Shape.Any, 4]);
        return layer;
    }
}
