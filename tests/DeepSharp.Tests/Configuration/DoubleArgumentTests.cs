using System.Text.Json.Nodes;
using DeepSharp.Callbacks;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Configuration;

/// <summary>Numbers may be written as Keras writes them, without the f, and configs have them as they were written.</summary>
public class DoubleArgumentTests
{
    [Fact]
    public void A_number_with_and_without_f_is_the_same()
    {
        Assert.Equal(new Adam(1e-3f, beta1: 0.8f).ToConfig().ToJsonString(), new Adam(1e-3, beta1: 0.8).ToConfig().ToJsonString());
        Assert.Equal(new Dropout(0.1f, name: "d").ToConfig().ToJsonString(), new Dropout(0.1, name: "d").ToConfig().ToJsonString());
        Assert.Equal(Regularizer.L2(1e-4f), Regularizer.L2(1e-4));
        Assert.Equal(Activation.LeakyReLU(0.1f), Activation.LeakyReLU(0.1));
        Assert.Equal(Initializer.RandomNormal(0f, 0.3f, 1), Initializer.RandomNormal(0, 0.3, 1));
        Assert.Equal(Loss.Huber(0.7f), Loss.Huber(0.7));
        Assert.Equal(new CosineDecay(0.1f, 10, alpha: 0.01f), new CosineDecay(0.1, 10, alpha: 0.01));
        Assert.Equal(new PiecewiseConstantDecay([5], [0.1f, 0.01f]), new PiecewiseConstantDecay([5], [0.1, 0.01]));
    }

    [Fact]
    public void Configs_have_the_number_that_was_written()
    {
        JsonNode adam = new AdamW(0.001, weightDecay: 0.004, clipNorm: 0.1).ToConfig()["config"]!;
        Assert.Equal("0.001", adam["learning_rate"]!.ToJsonString());
        Assert.Equal("0.004", adam["weight_decay"]!.ToJsonString());
        Assert.Equal("0.1", adam["clipnorm"]!.ToJsonString());
        Assert.Equal("0.999", adam["beta_2"]!.ToJsonString());
        Assert.Equal("0.1", new Dropout(0.1f).ToConfig()["config"]!["rate"]!.ToJsonString());
        Assert.Equal("0.99", new BatchNormalization().ToConfig()["config"]!["momentum"]!.ToJsonString());
        Assert.Equal("0.01", Regularizer.L1().ToConfig()["config"]!["l1"]!.ToJsonString());
    }

    [Fact]
    public void A_rate_that_rounds_to_the_forbidden_end_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new GaussianDropout(0.999999999));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(beta1: 0.999999999));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNormalization(epsilon: double.MaxValue));
    }

    [Fact]
    public void Weights_of_losses_and_callbacks_take_them_as_well()
    {
        LossWeights weights = [1, 0.2];
        Assert.Equal(0.2f, (float)weights[1]);
        Assert.Equal([0.5f], ((LossWeights)new Dictionary<string, double> { ["a"] = 0.5 }).For(["a"]));
        Assert.Equal("EarlyStopping (monitor val_loss, patience 2)", $"{new EarlyStopping(minDelta: 0.01, patience: 2)}");
        Assert.Equal("ReduceLROnPlateau (monitor val_loss, factor 0.2, patience 10)", $"{new ReduceLROnPlateau(factor: 0.2)}");
    }

    [Fact]
    public void Arithmetic_takes_them_as_well()
    {
        Tensor x = Tensor.From([1f, 2f]);
        Assert.Equal((0.1f * x).ToArray(), (0.1 * x).ToArray());
        Assert.Equal((1f / x - 0.3f).ToArray(), (1.0 / x - 0.3).ToArray());
        Assert.Equal([7 / 255f], (DataArray.From(new byte[] { 7 }, [1]) / 255.0).ToArray());
        Assert.Equal([Shape.Any, 2], (new Input([2]) * 0.5).Shape.ToArray());
    }
}
