using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

/// <summary>What a debugger and <c>Console.WriteLine</c> show of objects.</summary>
public class ObjectTextTests
{
    [Fact]
    public void A_layer_shows_class_name_and_shapes()
    {
        var dense = new Dense(3, name: "head");
        Assert.Equal("Dense 'head', not built", $"{dense}");
        dense.Build([Shape.Any, 4]);
        Assert.Equal("Dense 'head' (None, 4) -> (None, 3), 15 parameters", $"{dense}");

        var sum = new Add(name: "sum");
        sum.Build([[Shape.Any, 4], [Shape.Any, 4]]);
        Assert.Equal("Add 'sum' [(None, 4), (None, 4)] -> (None, 4), 0 parameters", $"{sum}");
    }

    [Fact]
    public void A_model_shows_its_size_and_how_it_is_trained()
    {
        var model = new Sequential([new Dense(3), new Dense(2)], "m");
        Assert.Equal("Sequential 'm': 2 layers, not built, not compiled", $"{model}");
        model.Build([Shape.Any, 500]);
        model.Compile("adam", "mse");
        Assert.Equal("Sequential 'm': 2 layers, 1,511 parameters, compiled with Adam", $"{model}");
    }

    [Fact]
    public void Optimizers_losses_and_metrics_show_their_options()
    {
        Assert.Equal("SGD 'sgd' (learning_rate 0.01, momentum 0.9, nesterov true, ema_momentum 0.99)",
            Sorted($"{new SGD(0.01, momentum: 0.9, nesterov: true)}"));
        Assert.Equal("Huber 'huber_loss' (reduction sum_over_batch_size, delta 0.5)", $"{Loss.Huber(0.5)}");
        Assert.Equal("MeanSquaredError 'mean_squared_error' (reduction sum)", $"{Loss.MeanSquaredError(Reduction.Sum)}");
        Assert.EndsWith(" 'accuracy': 0", $"{(Metric)"accuracy"}", StringComparison.Ordinal);
        Assert.StartsWith(
            "Adam 'adam' (learning_rate CosineDecay (initial_learning_rate 0.1, decay_steps 10", $"{new Adam(new CosineDecay(0.1, 10))}",
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_callback_of_a_program_shows_its_class() => Assert.Equal("Quiet", $"{new Quiet()}");

    // The options in one order: that of all optimizers comes between the rate and an optimizer's own.
    private static string Sorted(string text) =>
        text.Replace(
        "ema_momentum 0.99, momentum 0.9, nesterov true", "momentum 0.9, nesterov true, ema_momentum 0.99", StringComparison.Ordinal);

    private sealed class Quiet : Callback;
}
