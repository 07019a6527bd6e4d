using System.Reflection;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

// Names that users of Keras type: the same things, or an error that leads on.
public class KerasNamesTests
{
    [Fact]
    public void Variables_are_weights()
    {
        Sequential model = new(new Input([4]), new Dense(3), new BatchNormalization());
        Assert.Equal(model.Weights, model.Variables);
        Assert.Equal(model.TrainableWeights, model.TrainableVariables);
        Assert.Equal(model.NonTrainableWeights, model.NonTrainableVariables);
        Assert.Equal((4 * 3 + 3 + 4 * 3, 15), (model.CountParams(), model.Layers[0].CountParams()));
    }

    [Fact]
    public void A_history_has_a_history()
    {
        (Tensor x, Tensor y) = SmallModels.Numbers(4);
        Sequential model = SmallModels.Factor();
        model.Compile("sgd", "mse");
        History history = model.Fit(x, y, epochs: 2, verbose: 0);
        Assert.Equal(history["loss"], history.History["loss"]);
        Assert.Equal(history.Names, history.History.Keys);
    }

    [Fact]
    public void A_metric_has_a_state()
    {
        Metric metric = "mae";
        metric.UpdateState(Tensor.From([1, 2]), Tensor.From([2, 4]));
        Assert.Equal(1.5, metric.Result);
        metric.ResetState();
        Assert.Equal(0, metric.Result);
        metric.UpdateState(Tensor.From([1, 2], [2, 1]), Tensor.From([2, 4], [2, 1]), sampleWeight: Tensor.From([1, 0]));
        Assert.Equal(1, metric.Result);
    }

    [Fact]
    public void An_optimizer_takes_pairs_of_gradients_and_variables()
    {
        Variable a = new(Tensor.Ones([2]), "a"), b = new(Tensor.Ones([1]), "b");
        Tensor?[] gradients = [Tensor.From([1, 2]), null];
        new SGD(0.5).ApplyGradients(gradients.Zip([a, b]));
        Assert.Equal([0.5f, 0f, 1f], [.. a.Value.ToArray(), .. b.Value.ToArray()]);
    }

    [Theory]
    [InlineData(typeof(Layer))]
    [InlineData(typeof(Metric))]
    [InlineData(typeof(Optimizer))]
    public void Get_config_leads_on(Type type)
    {
        ObsoleteAttribute obsolete = type.GetMethod("GetConfig")!.GetCustomAttribute<ObsoleteAttribute>()!;
        Assert.True(obsolete.IsError);
        Assert.StartsWith("ToConfig() gives the config", obsolete.Message, StringComparison.Ordinal);
    }
}
