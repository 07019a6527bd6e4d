using DeepSharp.Layers;

namespace DeepSharp.Tests.Performance;

/// <summary>
/// A kernel that has fallen to one float at a time, or is compiled without optimization, is caught here. The margins are wide: with 256-bit
/// registers 2 to 12 times what is asked for was measured, with 512-bit ones 3 to 23 times.
/// </summary>
public class KernelSpeedTests
{
    private const int Batch = 4;
    private const int Size = 18;
    private const int Channels = 32;

    [Fact]
    public void Matrix_products()
    {
        const int size = 192;
        Tensor a = Random([size, size], 1), b = Random([size, size], 2);
        (float[] plainA, float[] plainB, float[] plainC) = (a.ToArray(), b.ToArray(), new float[size * size]);
        var workspace = new Workspace();

        SpeedRatio.AssertAtLeast(6, () => PlainLoops.MatMul(plainA, plainB, plainC, size), () => workspace.Run(() => a.MatMul(b)));
    }

    [Fact]
    public void Convolutions()
    {
        (Conv2D layer, Tensor x) = Convolution();
        (float[] plainX, float[] kernel, float[] y) = (x.ToArray(), layer.Kernel!.Value.ToArray(), new float[Batch * 16 * 16 * Channels]);
        var workspace = new Workspace();

        SpeedRatio.AssertAtLeast(
            6, () => PlainLoops.Convolution(plainX, kernel, y, Batch, Size, Channels, Channels), () => workspace.Run(() => layer.Apply(x)));
    }

    [Fact]
    public void Gradients_of_convolutions()
    {
        (Conv2D layer, Tensor x) = Convolution();
        var tape = new GradientTape(persistent: true, new Workspace());
        tape.Watch(x);
        Tensor output = tape.Record(() => layer.Apply(x)), dy = Random(output.Shape, 3);
        Tensor[] sources = [x, layer.Kernel!.Value, layer.Bias!.Value];
        (float[] plainX, float[] plainDY, float[] dKernel) = (x.ToArray(), dy.ToArray(), new float[9 * Channels * Channels]);

        // Ours computes the gradients of input and bias too.
        SpeedRatio.AssertAtLeast(
            3,
            () => PlainLoops.ConvolutionKernelGradient(plainX, plainDY, dKernel, Batch, Size, Channels, Channels),
            () => tape.Gradient(output, sources, dy));
    }

    [Fact]
    public void Max_pooling()
    {
        Tensor x = Random([Batch, 32, 32, Channels], 1);
        var layer = new MaxPooling2D(2);
        float[] plainX = x.ToArray(), y = new float[x.Size / 4];
        int[] places = new int[y.Length];
        var tape = new GradientTape(persistent: false, new Workspace());

        SpeedRatio.AssertAtLeast(
            3,
            () => PlainLoops.MaxPool(plainX, y, places, Batch, 32, Channels),
            () =>
            {
                tape.Watch(x);
                tape.Record(() => layer.Apply(x));
                tape.Reset();
            });
    }

    [Fact]
    public void Softmax()
    {
        Tensor x = Random([64, 1000], 1);
        float[] plainX = x.ToArray(), y = new float[x.Size];
        var workspace = new Workspace();

        SpeedRatio.AssertAtLeast(3, () => PlainLoops.Softmax(plainX, y, 64, 1000), () => workspace.Run(() => x.Softmax()));
    }

    [Fact]
    public void Functions_with_an_exponential()
    {
        Tensor x = Random([60_000], 1);
        float[] plainX = x.ToArray(), y = new float[x.Size];
        var workspace = new Workspace();

        SpeedRatio.AssertAtLeast(3, () => PlainLoops.Sigmoid(plainX, y), () => workspace.Run(() => x.Sigmoid()));
    }

    [Fact]
    public void Steps_of_Adam()
    {
        const int length = 60_000;
        Variable[] weights = [new Variable(Random([length], 1), "w")];
        Tensor[] gradients = [Random([length], 2)];
        var adam = new Adam();
        (float[] plainWeights, float[] plainGradients) = (weights[0].Value.ToArray(), gradients[0].ToArray());
        (float[] means, float[] variances) = (new float[length], new float[length]);

        SpeedRatio.AssertAtLeast(
            3, () => PlainLoops.Adam(plainWeights, plainGradients, means, variances), () => adam.Apply(weights, gradients));
    }

    private static (Conv2D Layer, Tensor X) Convolution()
    {
        Tensor x = Random([Batch, Size, Size, Channels], 1);
        var layer = new Conv2D(Channels, 3);
        layer.Build(x.Shape);
        return (layer, x);
    }

    private static Tensor Random(Shape shape, int seed) => Tensor.From(Samples.Uniform(shape.Size, seed), shape);
}
