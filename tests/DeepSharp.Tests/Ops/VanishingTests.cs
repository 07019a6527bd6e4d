using DeepSharp.Kernels;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Ops;

/// <summary>No layer and no activation hands a subnormal number on, forwards or back.</summary>
public class VanishingTests
{
    public static TheoryData<string> Activations =>
    [
        "sigmoid", "tanh", "softplus", "softsign", "silu", "gelu", "mish", "elu", "selu", "exponential", "softmax", "log_sigmoid", "celu",
        "leaky_relu", "tanh_shrink", "squareplus",
    ];

    [Theory]
    [MemberData(nameof(Activations))]
    public void Activations_and_their_gradients_are_normal_or_0(string name)
    {
        var layer = new ActivationLayer(name);
        float[] values = [.. Enumerable.Range(0, 400).Select(i => (i - 200) * 0.55f), 1e-20f, -1e-20f, 1e-38f, -2e-38f];
        Tensor x = Tensor.From(values, [1, values.Length]);
        foreach (float scale in (float[])[1f, 1e-20f, 1e-30f, 1e-37f])
        {
            var tape = new GradientTape();
            tape.Watch(x);
            Tensor y = tape.Record(() => layer.Apply(x));
            Tensor gradient = tape.Gradient(y, [x], Tensor.Full(x.Shape, scale))[0]!;

            Assert.DoesNotContain(y.ToArray(), float.IsSubnormal);
            Assert.DoesNotContain(gradient.ToArray(), float.IsSubnormal);
        }
    }

    [Fact]
    public void Products_and_their_gradients_are_normal_or_0()
    {
        Tensor x = Tensor.From([1e-20f, -1e-30f, 2e-38f, 3f, float.NaN, float.PositiveInfinity]);
        Tensor z = Tensor.From([1e-20f, 1e-20f, 0.25f, 2f, 1f, 1f]);
        var tape = new GradientTape();
        tape.Watch(x);

        Tensor y = tape.Record(() => x * z);
        Tensor gradient = tape.Gradient(y, [x], Tensor.From([1e-20f, 1f, 2e-38f, 1f, 1f, 1f]))[0]!;

        Assert.Equal([0f, 0f, 0f, 6f, float.NaN, float.PositiveInfinity], y.ToArray());
        Assert.Equal([0f, 1e-20f, 0f, 2f, 1f, 1f], gradient.ToArray());
    }

    [Theory]
    [InlineData(7)]
    [InlineData(40)]
    public void States_and_gradients_of_a_long_sequence_are_normal_or_0(int units)
    {
        // Nothing comes in after the first step, and the gradient comes from the last alone.
        var layer = new LSTM(units, unitForgetBias: false, kernelInitializer: Initializer.GlorotUniform(1),
            recurrentInitializer: Initializer.Orthogonal(1, 2), returnSequences: true);
        Tensor x = Tensor.Zeros([2, 400, 3]);
        for (int i = 0; i < 2; i++) x.Span.Slice(i * 400 * 3, 3).Fill(1f);
        Tensor last = Tensor.Zeros([2, 400, units]);
        for (int i = 0; i < 2; i++) last.Span.Slice((i * 400 + 399) * units, units).Fill(1f);
        var tape = new GradientTape();
        tape.Watch(x);

        Tensor y = tape.Record(() => layer.Apply(x));
        Tensor?[] gradients = tape.Gradient(y, [x, .. layer.Weights.Select(weight => weight.Value)], last);

        Assert.DoesNotContain(y.ToArray(), float.IsSubnormal);
        Assert.DoesNotContain(gradients[0]!.ToArray(), float.IsSubnormal);
        Assert.Equal(0f, y.Span[^1]);
        Assert.Equal(0f, gradients[0]!.Span[0]);
        Assert.NotEqual(0f, y.Span[0]);
        Assert.NotEqual(0f, gradients[0]!.Span[399 * 3]);
    }

    [Fact]
    public void Subnormal_inputs_are_0_for_a_model()
    {
        var model = new Sequential([new LSTM(5), new Dense(2)], null, new Input([6, 3]));
        float[] tiny = [.. TestData.Uniform(4 * 6 * 3, 1).Select(value => value * 1e-38f)];
        float[] expected = model.Predict(Tensor.Zeros([4, 6, 3])).ToArray();

        Assert.Equal(expected, model.Predict(Tensor.From(tiny, [4, 6, 3])).ToArray());
        float[] spans = new float[8];
        model.Predict(tiny, spans);
        Assert.Equal(expected, spans);
    }

    [Fact]
    public void Probabilities_are_normal_or_0_and_their_sum_is_1()
    {
        float[] x = [.. Enumerable.Range(0, 3 * 110).Select(i => -(i % 110) * 0.9f)];
        foreach (int inner in (int[])[1, 3])
        {
            Fenced y = new(x.Length);

            SoftmaxKernels.Softmax(x, 3 / inner, 110, inner, y.Span);

            Assert.DoesNotContain(y.Span.ToArray(), float.IsSubnormal);
            Assert.Equal(3f, y.Span.ToArray().Sum(), 1e-5f);
            y.AssertIntact();
        }
    }
}
