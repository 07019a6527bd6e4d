using System.Text.Json.Nodes;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Convolutional;

/// <summary>Windows of which most or all lies outside the image: they cost what lies inside.</summary>
public class FarTapsTests
{
    private const int Far = int.MaxValue;

    [Theory, InlineData(8000), InlineData(1 << 16), InlineData(Far)]
    public void Of_a_wide_dilation_only_the_middle_tap_lies_on_the_image(int dilation)
    {
        var layer = new Conv2D(2, 3, padding: "same", dilationRate: dilation);
        var middle = new Conv2D(2, 1);
        Tensor x = Random([2, 8, 8, 1], 1);
        layer.Build(x.Shape);
        middle.Build(x.Shape);
        Tensor kernel = Random([3, 3, 1, 2], 2), tap = Tensor.From(kernel.Span.Slice(4 * 2, 2), [1, 1, 1, 2]);
        layer.Kernel!.Assign(kernel);
        middle.Kernel!.Assign(tap);

        Assert.Equal(middle.Apply(x).ToArray(), layer.Apply(x).ToArray());
        (Tensor dx, Tensor dkernel) = Gradients(layer, x, layer.Kernel!);
        (Tensor dxMiddle, Tensor dtap) = Gradients(middle, x, middle.Kernel!);
        Assert.Equal(dxMiddle.ToArray(), dx.ToArray());
        Assert.Equal([.. new float[8], .. dtap.ToArray(), .. new float[8]], dkernel.ToArray());
    }

    [Fact]
    public void Where_no_tap_lies_on_the_image_there_is_only_the_bias()
    {
        var layer = new Conv2D(1, 2, padding: "same", dilationRate: 100);
        Tensor x = Tensor.Ones([1, 3, 3, 1]);
        layer.Build(x.Shape);
        layer.Bias!.Assign(Tensor.From([0.5f]));

        Assert.All(layer.Apply(x).ToArray(), value => Assert.Equal(0.5f, value));
        (Tensor dx, Tensor dkernel) = Gradients(layer, x, layer.Kernel!);
        Assert.All(dx.ToArray(), value => Assert.Equal(0f, value));
        Assert.All(dkernel.ToArray(), value => Assert.Equal(0f, value));
    }

    [Fact]
    public void Without_padding_a_kernel_wider_than_the_image_is_refused()
    {
        var layer = new Conv2D(2, 3, dilationRate: (1, Far));
        var error = Assert.Throws<ShapeException>(() => layer.Apply(Tensor.Ones([1, 8, 8, 1])));
        Assert.Contains("does not fit the input (1, 8, 8, 1) with padding Valid: output would be (1, 6, -4294967286, 2)", error.Message);

        Assert.Throws<ShapeException>(
            () => new Sequential(new MaxPooling2D((3, 1), strides: (Far, 3), inputShape: [1, 6, 2])).Predict(Tensor.Ones([1, 1, 6, 2])));
    }

    [Fact]
    public void Any_stride_with_padding_gives_at_least_one_position()
    {
        Tensor x = Tensor.Range(0, 36).Reshape([1, 6, 6, 1]);
        Assert.Equal([7f], new MaxPooling2D(2, strides: Far, padding: "same").Apply(x).ToArray());
        Assert.Equal([3.5f], new AveragePooling2D(2, strides: Far, padding: "same").Apply(x).ToArray());
        Assert.Equal([1, 1, 1, 3], new Conv2D(3, 2, strides: Far, padding: "same").Apply(x).Shape);
        Assert.Equal([1, 1, 2, 3], new Conv2D(3, 2, strides: (Far, 3), padding: "same").Apply(x).Shape);
    }

    [Fact]
    public void A_window_larger_than_the_image_reads_the_image()
    {
        Tensor x = Tensor.Range(0, 6).Reshape([1, 2, 3, 1]);
        Assert.Equal(Enumerable.Repeat(5f, 6), new MaxPooling2D(Far, strides: 1, padding: "same").Apply(x).ToArray());
        Assert.Equal([2.5f], new AveragePooling2D(Far, padding: "same").Apply(x).ToArray());
    }

    [Theory]
    [InlineData("Conv2D"), InlineData("DepthwiseConv2D"), InlineData("MaxPooling2D"), InlineData("AveragePooling2D")]
    public void Padding_of_thousands_of_pixels_costs_no_memory(string name)
    {
        Layer layer = name switch
        {
            "Conv2D" => new Conv2D(2, 3, padding: "same", dilationRate: 8000),
            "DepthwiseConv2D" => new DepthwiseConv2D(3, padding: "same", dilationRate: 8000),
            "MaxPooling2D" => new MaxPooling2D(8001, strides: 1, padding: "same"),
            _ => new AveragePooling2D(8001, strides: 1, padding: "same"),
        };
        Tensor x = Random([1, 8, 8, name == "DepthwiseConv2D" ? 2 : 1], 3);
        layer.Build(x.Shape);

        // The first time also makes what a process has once.
        Allocated(layer, x);
        Assert.InRange(Allocated(layer, x), 0, 64 * 1024);
    }

    [Theory]
    [InlineData("same", "dilation_rate", 8000), InlineData("same", "dilation_rate", Far), InlineData("same", "strides", Far)]
    public void A_model_file_may_have_any_steps_with_padding(string padding, string key, int value)
    {
        Model model = Model.FromConfig(ConfigOf(padding, key, value));
        Assert.Equal(4, model.Predict(Tensor.Ones([2, 8, 8, 1])).Rank);
    }

    [Theory]
    [InlineData("valid", "dilation_rate", 8000), InlineData("valid", "dilation_rate", Far), InlineData("same", "kernel_size", Far)]
    [InlineData("same", "filters", Far)]
    public void A_model_file_that_fits_no_image_or_array_is_refused(string padding, string key, int value) =>
        Assert.Throws<ShapeException>(() => Model.FromConfig(ConfigOf(padding, key, value)));

    private static JsonNode ConfigOf(string padding, string key, int value)
    {
        JsonNode config = new Sequential(new Conv2D(1, 3, padding: padding, inputShape: [8, 8, 1])).ToConfig();
        config["config"]!["layers"]![1]!["config"]![key] = value;
        return config;
    }

    // By a pass and its gradients on a thread of its own, which has no scratch memory yet.
    private static long Allocated(Layer layer, Tensor x)
    {
        long bytes = 0;
        var thread = new Thread(() =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            var tape = new GradientTape();
            tape.Watch(x);
            Tensor y = tape.Record(() => layer.Apply(x, training: true));
            tape.Gradient(y, [x, .. layer.Weights.Select(weight => weight.Value)]);
            bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        });
        thread.Start();
        thread.Join();
        return bytes;
    }

    private static Tensor Random(Shape shape, int seed) => Tensor.From(TestData.Uniform(shape.Size, seed), shape);

    private static (Tensor Input, Tensor Kernel) Gradients(Layer layer, Tensor x, Variable kernel)
    {
        var tape = new GradientTape();
        tape.Watch(x);
        Tensor y = tape.Record(() => layer.Apply(x));
        Tensor?[] gradients = tape.Gradient(y, [x, kernel.Value], Random(y.Shape, 4));
        return (gradients[0]!, gradients[1]!);
    }
}
