using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

public class SequentialTests
{
    [Fact]
    public void Is_built_at_once_with_an_Input()
    {
        var model = new Sequential(new Input([4]), new Dense(3), new Dense(2));
        Assert.True(model.IsBuilt);
        Assert.Equal([Shape.Any, 4], model.BuildShape!.Value);
        Assert.Equal([[4, 3], [3], [3, 2], [2]], model.Weights.Select(weight => weight.Shape));
    }

    [Fact]
    public void Is_built_at_once_if_the_first_layer_knows_its_input() =>
        Assert.True(new Sequential(new Dense(3, inputShape: [4]), new Dense(2)).IsBuilt);

    [Fact]
    public void Is_built_at_once_if_it_starts_with_a_model_that_knows_its_input() =>
        Assert.True(new Sequential(new Sequential(new Input([4]), new Dense(3)), new Dense(2)).IsBuilt);

    [Fact]
    public void Is_built_by_its_first_call_otherwise()
    {
        var model = new Sequential(new Dense(3), new Dense(2));
        Assert.False(model.IsBuilt);
        Assert.Empty(model.Weights);

        Assert.Equal([5, 2], model.Apply(Tensor.Zeros([5, 4])).Shape);
        Assert.Equal(4, model.Weights.Count);
    }

    [Fact]
    public void Add_builds_layer_by_layer_where_the_input_is_known()
    {
        var model = new Sequential(new Input([4]));
        model.Add(new Dense(3));
        model.Add(new Dense(2));
        Assert.Equal([[4, 3], [3], [3, 2], [2]], model.Weights.Select(weight => weight.Shape));
    }

    [Fact]
    public void Add_after_the_first_call_builds_the_new_layer_only()
    {
        var model = new Sequential(new Dense(3));
        model.Apply(Tensor.Zeros([5, 4]));
        float[] before = SmallModels.WeightsOf(model);

        model.Add(new Dense(2));

        Assert.Equal(before, SmallModels.WeightsOf(model)[..before.Length]);
        Assert.Equal([5, 2], model.Apply(Tensor.Zeros([5, 4])).Shape);
    }

    [Fact]
    public void A_layer_that_does_not_fit_is_not_added()
    {
        var model = new Sequential([new Dense(3, name: "a")], "m", new Input([4]));
        var exception = Assert.Throws<ShapeException>(() => model.Add(new MaxPooling2D(name: "pool")));
        Assert.StartsWith("MaxPooling2D 'pool': expected an input of rank 4", exception.Message, StringComparison.Ordinal);

        Assert.Equal(["a"], model.Layers.Select(layer => layer.Name));
        Assert.Equal([2, 3], model.Apply(Tensor.Zeros([2, 4])).Shape);
    }

    [Fact]
    public void A_first_layer_that_does_not_fit_is_not_added_either()
    {
        var model = new Sequential(new Input([4]));
        Assert.Throws<ShapeException>(() => model.Add(new MaxPooling2D()));
        Assert.Empty(model.Layers);
    }

    [Fact]
    public void A_layer_that_was_built_for_another_input_is_not_added()
    {
        var used = new Dense(3, name: "used");
        used.Build([Shape.Any, 7]);
        var model = new Sequential(new Input([4]), new Dense(5));

        var exception = Assert.Throws<ShapeException>(() => model.Add(used));
        Assert.Equal("Dense 'used': was built for 7 input features, but got an input of shape (None, 5).", exception.Message);
        Assert.Single(model.Layers);
    }

    [Fact]
    public void Pop_takes_the_last_layer_off()
    {
        var last = new Dense(2);
        var model = new Sequential(new Input([4]), new Dense(3), last);
        Assert.Same(last, model.Pop());
        Assert.Equal([5, 3], model.Apply(Tensor.Zeros([5, 4])).Shape);
        Assert.Equal(2, model.Weights.Count);
    }

    [Fact]
    public void Pop_of_nothing_is_refused()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => new Sequential([], "m").Pop());
        Assert.Equal("Sequential 'm': expected at least one layer to take off, but there is none.", exception.Message);
    }

    [Fact]
    public void Two_layers_of_one_name_are_refused()
    {
        var exception = Assert.Throws<ArgumentException>(() => new Sequential([new Dense(2, name: "a"), new Dense(3, name: "a")], "m"));
        Assert.Equal(
            "Sequential 'm': expected layers of different names, but two are called 'a'. Give one another name.", exception.Message);
    }

    [Fact]
    public void One_layer_twice_is_refused()
    {
        var layer = new Dense(4, name: "a");
        var exception = Assert.Throws<ArgumentException>(() => new Sequential([layer, layer], "m"));
        Assert.Equal("Sequential 'm': expected each layer once, but 'a' is there already. Make a second object.", exception.Message);
    }

    [Fact]
    public void Weights_are_named_by_model_layer_and_weight()
    {
        LayerNames.Reset();
        var model = new Sequential(new Conv2D(2, 3, inputShape: [5, 5, 1]), new Flatten(), new Dense(3));
        Assert.Equal(
            ["sequential/conv2d/kernel", "sequential/conv2d/bias", "sequential/dense/kernel", "sequential/dense/bias"],
            model.Weights.Select(weight => weight.Path));
    }

    [Fact]
    public void Weights_of_a_nested_model_are_named_by_both()
    {
        var inner = new Sequential([new Dense(3, name: "dense")], "inner");
        var outer = new Sequential([inner], "outer", new Input([4]));
        Assert.Equal(["outer/inner/dense/kernel", "outer/inner/dense/bias"], outer.Weights.Select(weight => weight.Path));
    }

    [Fact]
    public void A_nested_model_computes_and_trains_like_the_flat_one()
    {
        (Tensor x, Tensor y) = SmallModels.Points(32);
        Sequential flat = SmallModels.Classifier();
        var inner = new Sequential([new Dense(8, "tanh", kernelInitializer: Initializer.GlorotUniform(1))], "inner");
        var nested = new Sequential(
            [inner, new Dense(3, "softmax", kernelInitializer: Initializer.GlorotUniform(2))], "outer", new Input([4]));

        foreach (Sequential model in new[] { flat, nested })
        {
            model.Compile("adam", "sparse_categorical_crossentropy");
            model.Fit(x, y, batchSize: 8, epochs: 2, verbose: Verbosity.Silent, seed: 1);
        }

        TestData.AssertSameBits(SmallModels.WeightsOf(flat), SmallModels.WeightsOf(nested), "weights");
    }

    [Fact]
    public void Layers_are_found_by_name()
    {
        Sequential model = SmallModels.Classifier();
        Assert.Same(model.Layers[1], model.GetLayer("head"));
        var exception = Assert.Throws<ArgumentException>(() => model.GetLayer("tail"));
        Assert.StartsWith(
            "Sequential 'classifier': no layer named 'tail'. Layers: hidden, head.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_shape_of_the_output_is_known_without_weights() =>
        Assert.Equal([Shape.Any, 2], new Sequential(new Flatten(), new Dense(2)).ComputeOutputShape([Shape.Any, 3, 4]));

    [Fact]
    public void A_layer_taken_off_and_put_back_stands_where_it_was_put()
    {
        var (a, b, c) = (new Dense(3, name: "a"), new Dense(3, name: "b"), new Dense(3, name: "c"));
        var model = new Sequential(new Input([3]), a, b);
        model.Pop();
        model.Add(c);
        model.Add(b);
        Tensor x = Tensor.From(TestData.Uniform(6, 1), [2, 3]);
        Tensor want = b.Apply(c.Apply(a.Apply(x)));
        TestData.AssertSameBits(want.Span, model.Apply(x).Span, "model");
        TestData.AssertSameBits(want.Span, new Model(model.Inputs[0], model.GetLayer("b").Output).Apply(x).Span, "sub-model");
    }

    [Fact]
    public void Growing_layer_by_layer_describes_each_layer_once()
    {
        var model = new Sequential(new Input([3]), new Dense(3));
        for (int i = 0; i < 50; i++) model.Add(new Dense(3));
        Assert.All(model.Layers, layer => Assert.Single(layer.InboundCalls));
        for (int i = 0; i < 51; i++) Assert.Empty(model.Pop().InboundCalls);
        Assert.Equal([Shape.Any, 3], model.ComputeOutputShape([Shape.Any, 3]));
    }
}
