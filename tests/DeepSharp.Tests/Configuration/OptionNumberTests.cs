using DeepSharp.Callbacks;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Configuration;

/// <summary>What is said of a number that no option can be.</summary>
public class OptionNumberTests
{
    [Fact]
    public void An_infinite_number_is_refused_where_it_is_given()
    {
        Check(
            () => new SGD(clipValue: double.PositiveInfinity),
            "SGD: expected a limit above 0 as clipValue, and a finite number, but got Infinity.");
        Check(
            () => new Adam(double.PositiveInfinity),
            "Adam: expected a learning rate of 0 or more, and a finite number, but got Infinity.");
        Check(() => Loss.Huber(double.PositiveInfinity), "Huber: expected a delta above 0, and a finite number, but got Infinity.");
        Check(() => new Input([2]) * double.PositiveInfinity, "Multiply: expected right to be a finite number but got Infinity.");
        Check(() => Activation.ELU(double.NaN), "ELU: expected alpha to be a finite number but got NaN.");
        Check(() => new EarlyStopping(minDelta: double.NaN), "EarlyStopping: expected minDelta to be a finite number but got NaN.");
    }

    [Fact]
    public void A_double_that_no_float_is_near_is_refused_and_shown_as_it_was_given()
    {
        Check(
            () => new Rescaling(1e300, name: "r"),
            "Rescaling 'r': expected scale to be a finite number but got 1E+300, which is Infinity as a float.");
        Check(() => new Adam(epsilon: 1e-50), "Adam: expected an epsilon above 0 but got 1E-50, which is 0 as a float.");
        Check(() => new Adam(beta1: 0.999999999), "Adam: expected a beta1 from 0 to below 1 but got 0.999999999, which is 1 as a float.");
        Check(
            () => Activation.CELU(1e-50),
            "CELU: expected alpha to be a finite number other than 0 but got 1E-50, which is 0 as a float.");
        Check(() => Loss.BinaryCrossentropy(labelSmoothing: 1.1f), "BinaryCrossentropy: expected labelSmoothing from 0 to 1 but got 1.1.");
    }

    [Fact]
    public void A_scale_of_the_loss_whose_inverse_is_infinite_is_refused()
    {
        Check(() => new SGD(lossScaleFactor: 1e-39), "SGD: expected a finite factor above 0 as lossScaleFactor but got 1E-39.");
    }

    [Fact]
    public void A_range_of_random_weights_is_refused_before_a_layer_is_built()
    {
        Check(() => Initializer.RandomUniform(0.5, -0.5), "RandomUniform: expected a finite, rising range but got 0.5 to -0.5.");
        Check(
            () => Initializer.RandomUniform(-float.MaxValue, float.MaxValue),
            "RandomUniform: expected a finite, rising range but got -3.4028235E+38 to 3.4028235E+38.");
        Check(
            () => Initializer.RandomNormal(0, -1),
            "RandomNormal: expected standardDeviation to be a finite number of 0 or more but got -1.");
    }

    [Fact]
    public void A_schedule_that_gives_no_rate_changes_no_weights()
    {
        var weight = new Variable(Tensor.From([1.0]), "w");
        var optimizer = new SGD(new ExponentialDecay(1, decaySteps: 1, decayRate: 1e20));
        optimizer.Apply([weight], [Tensor.From([0.0])]);
        optimizer.Apply([weight], [Tensor.From([0.0])]);
        var refusal = Assert.Throws<InvalidOperationException>(() => optimizer.Apply([weight], [Tensor.From([1.0])]));
        Assert.Equal(
            "SGD: expected ExponentialDecay to give a finite learning rate of 0 or more but for step 2 it gave 1E+40. Weights were left " +
            "as they are. Choose other numbers for the schedule.",
            refusal.Message);
        Assert.Equal((1f, 2), (weight.Value.Item(), optimizer.Iterations));
    }

    private static void Check(Func<object> make, string message) => Assert.StartsWith(
        message, Assert.Throws<ArgumentOutOfRangeException>(make).Message, StringComparison.Ordinal);
}
