using DeepSharp;
using DeepSharp.Layers;

namespace Programs;

/// <summary>A net that learns a function from its differential equation alone: y'' = -y with y(0) = 0 and y'(0) = 1, the sine.</summary>
public class PhysicsTests
{
    [Fact]
    public void Learns_the_sine_from_its_equation()
    {
        Utils.SetRandomSeed(7);
        var net = new Sequential([new Input([1]), new Dense(24, activation: "tanh"), new Dense(24, activation: "tanh"), new Dense(1)]);
        var optimizer = new Adam(0.005);
        Tensor x = (Tensor.Range(0, 33) / 16).Reshape([33, 1]), start = Tensor.Zeros([1, 1]);
        for (int i = 0; i < 500; i++)
        {
            var tape = new GradientTape();
            Tensor loss = tape.Record(() =>
            {
                (Tensor y, _, Tensor second) = Derivatives(net, x);
                (Tensor atStart, Tensor slope, _) = Derivatives(net, start);
                return (second + y).Square().Mean() + (atStart.Square() + (slope - 1).Square()).Mean();
            });
            optimizer.Apply(net.TrainableWeights, tape.Gradient(loss, net.TrainableWeights));
        }

        Tensor got = net.Apply(x);
        for (int i = 0; i < 33; i++) Assert.Equal(Math.Sin(x[i, 0]), got[i, 0], 0.03);
    }

    // y, y' and y'' at each place: a row depends on its own x only, so that the gradient of the sum has each.
    private static (Tensor Y, Tensor First, Tensor Second) Derivatives(Sequential net, Tensor x)
    {
        GradientTape outer = new(), inner = new();
        outer.Watch(x);
        inner.Watch(x);
        Tensor y, slope;
        using (outer.Record())
        {
            using (inner.Record()) y = net.Apply(x, training: true);
            slope = inner.Gradient(y, x)[0]!;
        }

        Tensor second = outer.Gradient(slope, x)[0]!;
        return (y, slope, second);
    }
}
