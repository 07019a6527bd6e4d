using DeepSharp.Layers;

namespace DeepSharp.Tests.Serialization;

public class LoadBudgetTests
{
    [Fact]
    public void Weights_within_the_budget_start_as_zeros()
    {
        Layer layer = LoadBudget.Run(15, () => Built(new Dense(3)));
        Assert.All(layer.Weights, weight => Assert.All(weight.Value.ToArray(), value => Assert.Equal(0f, value)));
    }

    [Fact]
    public void Weights_beyond_the_budget_are_refused()
    {
        var exception = Assert.Throws<FormatException>(() => LoadBudget.Run(14, () => Built(new Dense(3))));
        Assert.Equal("the layers want more weights than the 14 values that the file has: the last one has shape (3,).", exception.Message);
    }

    [Fact]
    public void The_budget_ends_with_the_call_whether_it_fails_or_not()
    {
        LoadBudget.Run(15, () => Built(new Dense(3)));
        Assert.Throws<TimeoutException>(() => LoadBudget.Run<Layer>(0, () => throw new TimeoutException()));
        Assert.Contains(Built(new Dense(3)).Weights[0].Value.ToArray(), value => value != 0);
    }

    [Fact]
    public void Other_threads_make_weights_as_always()
    {
        Layer? other = null;
        LoadBudget.Run(0, () =>
        {
            var thread = new Thread(() => other = Built(new Dense(3)));
            thread.Start();
            thread.Join();
            return 0;
        });
        Assert.Equal(2, other!.Weights.Count);
    }

    [Fact]
    public void Shapes_beyond_the_budget_are_refused()
    {
        LoadBudget.CountShapes(int.MaxValue);
        var exception = Assert.Throws<FormatException>(() => LoadBudget.Run(0, () =>
        {
            LoadBudget.CountShapes(1_000_000);
            LoadBudget.CountShapes(1);
            return 0;
        }));
        Assert.Equal("the models nested in each other call their layers more than 1,000,000 times.", exception.Message);
    }

    private static Layer Built(Layer layer)
    {
        layer.Build([Shape.Any, 4]);
        return layer;
    }
}
